/** What hands do with the mouse, for the page of keys; named under `keys.gesture` in the locales. */
export const gestures = [
  'addHere',
  'insert',
  'insertOne',
  'graft',
  'connect',
  'looseEnd',
  'rewire',
  'move',
  'moveFree',
  'nudge',
  'dragCopy',
  'box',
  'title',
  'pan',
  'zoom',
  'lookCloser',
] as const
