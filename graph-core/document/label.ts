/** What edits are called, as data: the window says `undo.<key>` in its language with the values filled in. */
export const editKeys = [
  'insert',
  'insertMany',
  'remove',
  'removeMany',
  'move',
  'moveToEdge',
  'moveToEdgeMany',
  'connect',
  'disconnect',
  'setArgs',
  'setArgsMany',
  'setArg',
  'setArgMany',
  'setRepeats',
  'replace',
  'replaceMany',
  'setHeader',
  'removeHeader',
  'setTarget',
  'place',
  'placeMany',
  'tidy',
  'title',
  'group',
  'changeGroup',
  'ungroup',
  'mute',
  'muteMany',
  'unmute',
  'unmuteMany',
  'paste',
  'duplicate',
  'cut',
  'type',
] as const

export type EditKey = (typeof editKeys)[number]

/** The name of an edit, as undo shows it. */
export interface EditLabel {
  readonly key: EditKey
  readonly values?: { readonly [name: string]: string | number }
}
