/** An editor over one session's text: edits, marks, selection and undo are the session's. */
import type { TFunction } from 'i18next'
import type { TextSplice } from '../../graph-core/document'
import type { Session } from '../session'
import { completeModules } from './completion'
import { editorOptions, modelOptions } from './editor-options'
import { editorText } from './file-lines'
import { explainRows } from './hover'
import { registerYaml } from './language'
import { showIssues } from './markers'
import { monaco, yaml } from './monaco'
import { graftLines } from './row-lines'
import { modelSchema } from './schema'
import { followSelection } from './selection'
import { carried } from './splices-between'
import { createTextSync } from './text-sync'
import { followTheme } from './theme'

registerYaml()
// Ctrl Enter runs the preview, wherever the keyboard is.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter,
  command: '-editor.action.insertLineAfter',
})

export interface MountedEditor {
  /** Speaks another language. */
  speak(t: TFunction): void
  /** Where cursor, scroll and folds are, to be handed to the next editor of this session. */
  view(): unknown
  dispose(): void
}

/** Puts an editor into an element. `view` is what an earlier editor of the session gave. */
export function mountEditor(element: HTMLElement, session: Session, t: TFunction, view?: unknown): MountedEditor {
  const model = monaco.editor.createModel(editorText(session.text()), 'yaml')
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  model.updateOptions(modelOptions)
  const stopTheme = followTheme(element)
  const editor = monaco.editor.create(element, { ...editorOptions, model, ariaLabel: t('text.label') })

  let lastApplied: readonly TextSplice[] = []
  const sync = createTextSync(session, (splices) => {
    lastApplied = splices
    apply(editor, model, splices)
  })
  const selection = followSelection(editor, session, sync)

  /** The one stack of edits is the session's; the cursor goes where it changed something. */
  const travel = (step: () => boolean) => {
    lastApplied = []
    step()
    const [first] = lastApplied
    if (first === undefined) return
    const place = model.getPositionAt(first.start + first.inserted.length)
    editor.setPosition(place)
    editor.revealPositionInCenterIfOutsideViewport(place)
  }
  model.undo = () => travel(session.undo)
  model.redo = () => travel(session.redo)

  let { issues: shownIssues } = session.getSnapshot()
  let folded = graftLines(session.getSnapshot().document)?.first
  const show = () => {
    const { document, issues, isBroken } = session.getSnapshot()
    if (issues !== shownIssues) showIssues(model, (shownIssues = issues), session.text().startsWith('\uFEFF'))
    selection.show()
    if (isBroken) return
    const graft = graftLines(document)?.first
    if (graft !== undefined && folded === undefined && !editor.hasTextFocus()) fold(editor, graft)
    folded = graft
  }
  showIssues(model, shownIssues, session.text().startsWith('\uFEFF'))
  if (view !== undefined) editor.restoreViewState(view as monaco.editor.ICodeEditorViewState)
  else if (folded !== undefined) fold(editor, folded)

  let language: monaco.IDisposable[] = []
  const speak = (spoken: TFunction) => {
    for (const each of language) each.dispose()
    editor.updateOptions({ ariaLabel: spoken('text.label') })
    language = [completeModules(model, session, spoken), explainRows(model, session, spoken)]
    const schemas = [{ uri: 'graft:/model.json', fileMatch: [String(model.uri)], schema: modelSchema(spoken) }]
    void yaml.update({ schemas })
  }
  speak(t)

  const stopListening = session.subscribe(() => {
    sync.changed()
    show()
  })
  const listeners = [
    model.onDidChangeContent(({ changes }) => {
      sync.edited(
        changes.map(({ range: { startLineNumber, startColumn, endLineNumber, endColumn }, text }) => ({
          from: { line: startLineNumber, column: startColumn },
          to: { line: endLineNumber, column: endColumn },
          text,
        })),
      )
    }),
    editor.onDidCompositionStart(() => sync.compositionStarted()),
    editor.onDidCompositionEnd(() => {
      sync.compositionEnded()
      show()
    }),
  ]

  return {
    speak,
    view: () => editor.saveViewState(),
    dispose() {
      sync.compositionEnded()
      stopListening()
      stopTheme()
      for (const each of [...listeners, ...language, selection, editor, model]) each.dispose()
    },
  }
}

/** Does edits that were made elsewhere; what is looked at stays where it is. */
function apply(editor: monaco.editor.ICodeEditor, model: monaco.editor.ITextModel, splices: readonly TextSplice[]): void {
  const top = editor.getVisibleRanges()[0]?.getStartPosition()
  const anchor = top && carried(model.getOffsetAt(top), splices)
  const before = top && editor.getTopForLineNumber(top.lineNumber)
  model.applyEdits(
    splices.map(({ start, removed, inserted }) => ({
      range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(start + removed.length)),
      text: inserted,
    })),
  )
  if (anchor === undefined || before === undefined) return
  const shift = editor.getTopForLineNumber(model.getPositionAt(anchor).lineNumber) - before
  if (shift !== 0) editor.setScrollTop(editor.getScrollTop() + shift)
}

function fold(editor: monaco.editor.ICodeEditor, line: number): void {
  editor.trigger('graft', 'editor.fold', { selectionLines: [line - 1] })
}
