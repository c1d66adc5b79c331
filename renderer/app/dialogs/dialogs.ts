/** Questions to the user, one at a time: whoever asks waits for the answer. */

import { createStore } from '../../store'

/** What each dialog is told. */
export interface DialogInput {
  /** A document with changes is about to be closed. */
  close: { readonly name: string }
  overwrite: { readonly path: string }
  revert: { readonly name: string }
  /** `isModel`: a checkpoint will not do. */
  open: { readonly isModel?: boolean }
  /** Of images for the preview. */
  imageFolder: Record<never, never>
  /** `refused`: the file that may not be written. */
  saveAs: { readonly name: string; readonly folder: string | undefined; readonly refused?: string }
  compare: { readonly name: string; readonly mine: string; readonly theirs: string }
  settings: Record<never, never>
  commands: Record<never, never>
  shortcuts: Record<never, never>
  keys: Record<never, never>
  export: Record<never, never>
}

/** What each dialog answers, unless the user thinks better of it. */
export interface DialogAnswer {
  close: 'save' | 'discard'
  overwrite: true
  revert: true
  open: { readonly path: string } | { readonly file: File }
  imageFolder: { readonly path: string } | { readonly files: readonly File[] }
  saveAs: { readonly path: string }
  compare: 'theirs' | 'mine'
  settings: never
  commands: never
  shortcuts: never
  keys: never
  export: never
}

export type DialogKind = keyof DialogInput

/** A question that is on the screen. */
export type AskedDialog = {
  [K in DialogKind]: {
    readonly id: number
    readonly kind: K
    readonly input: DialogInput[K]
    readonly answer: (a: DialogAnswer[K] | null) => void
  }
}[DialogKind]

export interface Dialogs {
  readonly subscribe: (listener: () => void) => () => void
  /** The question to show; null: none. */
  readonly getSnapshot: () => AskedDialog | null
  /** Resolves with the answer; null where the user thinks better of it. */
  ask<K extends DialogKind>(kind: K, input: DialogInput[K]): Promise<DialogAnswer[K] | null>
}

export function createDialogs(): Dialogs {
  const { subscribe, getSnapshot: asked, set } = createStore<readonly AskedDialog[]>([])
  let nextId = 1
  return {
    subscribe,
    getSnapshot: () => asked()[0] ?? null,
    ask: (kind, input) =>
      new Promise((resolve) => {
        const id = nextId++
        const answer = (given: DialogAnswer[typeof kind] | null) => {
          set(asked().filter((each) => each.id !== id))
          resolve(given)
        }
        set([...asked(), { id, kind, input, answer } as AskedDialog])
      }),
  }
}
