/** What hands do with the mouse, for the page of keys; named under `keys.gesture` in the locales. */
export const gestures = ['insert', 'insertOne', 'connect', 'move', 'nudge', 'dragCopy', 'box', 'title', 'pan', 'zoom'] as const
