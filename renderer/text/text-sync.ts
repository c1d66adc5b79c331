/**
 * Holds an editor and a session to the same text, both ways, as edits. The session is the truth. While an input method composes, neither side
 * hears of the other; when it ends, what was typed is done upon whatever the session holds by then.
 */
import type { TextSplice } from '../../graph-core/document'
import { type FileLines, type PlacedEdit, editorText, fileLines } from './file-lines'
import { rebased, splicesBetween } from './splices-between'

/** The part of a session that an editor needs. */
export interface TextSource {
  text(): string
  setText(splices: readonly TextSplice[]): void
}

/** Does splices of its own text: LF everywhere, no byte order mark. */
export type ApplyToEditor = (splices: readonly TextSplice[]) => void

export type TextSync = ReturnType<typeof createTextSync>

/** A sync whose editor shows `editorText(source.text())`. */
export function createTextSync(source: TextSource, apply: ApplyToEditor) {
  /** What the editor shows, as the file would have it. */
  let shown: FileLines = fileLines(source.text())
  /** The session's text that `shown` grew from. */
  let base = shown.text
  let isComposing = false
  /** True while one side is being told what the other did. */
  let isBusy = false

  function exclusively(act: () => void): void {
    isBusy = true
    try {
      act()
    } finally {
      isBusy = false
    }
  }

  function pull(): void {
    const text = source.text()
    if (text !== shown.text) {
      const splices = splicesBetween(editorText(shown.text), editorText(text))
      shown = fileLines(text)
      if (splices.length > 0) exclusively(() => apply(splices))
    }
    base = text
  }

  function push(typed: readonly TextSplice[]): void {
    const now = source.text()
    const splices = now === base ? typed : rebased(typed, splicesBetween(base, now), base)
    if (splices.length > 0) exclusively(() => source.setText(splices))
    pull()
  }

  return {
    /** The text as the editor shows it, with the file's own line ends. */
    shown: () => shown,

    /** The editor did these, one after the other. */
    edited(edits: readonly PlacedEdit[]): void {
      if (isBusy) return
      const splices: TextSplice[] = []
      for (const edit of edits) {
        const splice = shown.splice(edit)
        const { start, removed, inserted } = splice
        shown = fileLines(shown.text.slice(0, start) + inserted + shown.text.slice(start + removed.length))
        splices.push(splice)
      }
      if (isComposing) return
      // An editor reports edits of one moment from the end to the beginning, so that none moves the next.
      const isBackwards = splices.every(({ start, removed }, k) => k === 0 || start + removed.length <= splices[k - 1]!.start)
      push(isBackwards ? splices.reverse() : splicesBetween(base, shown.text))
    },

    /** The session may have another text. */
    changed(): void {
      if (!isBusy && !isComposing) pull()
    },

    compositionStarted(): void {
      isComposing = true
    },
    compositionEnded(): void {
      if (!isComposing) return
      isComposing = false
      push(splicesBetween(base, shown.text))
    },
  }
}
