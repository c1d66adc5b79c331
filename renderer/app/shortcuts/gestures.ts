/** What hands do with the mouse, for the page of keys; named under `keys.gesture` in the locales. */
export const gestures = ['insert', 'insertOne', 'connect', 'move', 'pan', 'zoom'] as const
