/** An editor over one session's text: edits, marks, selection and undo are the session's. */
import type { TextSplice } from '../../graph-core/document'
import { applySplices } from '../../graph-core/yaml/splices'
import type { Session } from '../session'
import { offerFixes } from './code-actions'
import { completeRows } from './completion'
import { editorOptions, modelOptions } from './editor-options'
import { fadeLines } from './faint-lines'
import { editorText } from './file-lines'
import { evenRows } from './format-rows'
import { explainRows } from './hover'
import './keys'
import { registerYaml } from './language'
import { showIssues } from './markers'
import { monaco, yaml } from './monaco'
import { linkRows } from './references'
import { graftLines } from './row-lines'
import { modelSchema } from './schema'
import { followSelection } from './selection'
import { helpWithArguments } from './signature'
import type { Speech } from './speech'
import { carried } from './splices-between'
import { createTextSync } from './text-sync'
import { followTheme } from './theme'

registerYaml()

export interface MountedEditor {
  /** The language of the interface is another one. */
  speak(): void
  /** Where cursor, scroll and folds are, to be handed to the next editor of this session. */
  view(): unknown
  dispose(): void
}

/** Puts an editor into an element. `view` is what an earlier editor of the session gave. */
export function mountEditor(element: HTMLElement, session: Session, speech: Speech, view?: unknown): MountedEditor {
  const model = monaco.editor.createModel(editorText(session.text()), 'yaml')
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  model.updateOptions(modelOptions)
  const stopTheme = followTheme(element)
  const editor = monaco.editor.create(element, { ...editorOptions, model, ariaLabel: speech.t('text.label') })

  let lastApplied: readonly TextSplice[] = []
  const sync = createTextSync(session, (splices) => {
    lastApplied = splices
    apply(editor, model, splices)
  })
  const selection = followSelection(editor, session, sync)
  const faint = fadeLines(editor, session)

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
  let shownTarget = session.getSnapshot().report.target
  let folded = graftLines(session.getSnapshot().document)?.first
  const show = () => {
    const { document, issues, isBroken, report } = session.getSnapshot()
    if (issues !== shownIssues) showIssues(model, (shownIssues = issues), session.text().startsWith('\uFEFF'), speech)
    if (report.target !== shownTarget) explainKeys()
    selection.show()
    faint.show()
    if (isBroken) return
    const graft = graftLines(document)?.first
    if (graft !== undefined && folded === undefined && !editor.hasTextFocus()) fold(editor, graft)
    folded = graft
  }
  if (view !== undefined) editor.restoreViewState(view as monaco.editor.ICodeEditorViewState)
  else if (folded !== undefined) fold(editor, folded)

  /** The keys of a file of the session's target. */
  const explainKeys = () => {
    shownTarget = session.getSnapshot().report.target
    const schemas = [{ uri: 'graft:/model.json', fileMatch: [String(model.uri)], schema: modelSchema(speech, shownTarget) }]
    void yaml.update({ schemas })
  }

  let format: monaco.IDisposable | undefined
  const speak = () => {
    showIssues(model, shownIssues, session.text().startsWith('\uFEFF'), speech)
    editor.updateOptions({ ariaLabel: speech.t('text.label') })
    format?.dispose()
    format = editor.addAction({
      id: 'graft.evenRows',
      label: speech.t('text.evenRows'),
      keybindings: [monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF],
      contextMenuGroupId: '1_modification',
      run() {
        const { document, isBroken } = session.getSnapshot()
        const splices = isBroken ? [] : evenRows(document)
        if (splices.length > 0) session.replaceText(applySplices(document.text, splices))
      },
    })
    explainKeys()
  }
  speak()

  const stopListening = session.subscribe(() => {
    sync.changed()
    show()
  })
  const listeners = [
    completeRows(model, session, speech),
    helpWithArguments(model, session, speech),
    explainRows(model, session, speech),
    linkRows(model, session),
    offerFixes(editor, model, session, speech),
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
      format?.dispose()
      for (const each of [...listeners, selection, editor, model]) each.dispose()
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
