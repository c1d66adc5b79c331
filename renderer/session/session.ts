/**
 * One open model: its document, the one stack of edits, the selection, and what analysis says. Actions are commands; each
 * gives a new snapshot in the same turn. While the text cannot be read, the last state that could be is shown and marked.
 */
import isEqual from 'fast-deep-equal'
import {
  type Command,
  type CommandResult,
  type Document,
  type DocumentDiff,
  type RowId,
  type TextSplice,
  apply,
  updateText,
} from '../../graph-core/document'
import type { Issue } from '../../graph-core/issues/issue'
import type { Library } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import { createStore } from '../store'
import { cardActions } from './cards'
import { clipboardActions } from './clipboard'
import { type ModelDefaults, firstOptions } from './defaults'
import { type Editing, type RowRef, type RunOptions, indicesOf } from './editing'
import { fitting } from './fitting'
import { type History, emptyHistory, record, redo, seal, undo } from './history'
import type { Host, SavePlace } from './host'
import { insertActions } from './inserting'
import { createPreviewer } from './link-preview'
import { linkActions } from './linking'
import { valueActions } from './rewrite-values'
import { rewriteActions } from './rewriting'
import { selectingActions } from './selecting'
import type { Baseline, Snapshot } from './snapshot'
import { type View, type ViewOptions, createViewer, isBroken } from './view'

export interface SessionOptions {
  readonly host: Host
  readonly library: Library
  /** What a model is opened with where its file does not say. */
  readonly defaults?: () => ModelDefaults
  /** Milliseconds; typing is grouped by its pauses. */
  readonly now?: () => number
}

/** A model to compare with. */
export interface OtherModel {
  readonly name: string
  readonly text: string
  /** The template it is, by its id. */
  readonly template?: string
}

export type Session = ReturnType<typeof createSession>

/** A session without a model; `open` gives it one. */
export function createSession({ host, library, defaults = () => ({}), now = () => performance.now() }: SessionOptions) {
  const viewer = createViewer(library)
  let document = readDocument('')
  /** What the file holds, as far as is known; null: nothing, so that every text is one to be saved. */
  let saved: string | null = document.text
  let opened = document
  let baseline: Omit<Baseline, 'report'> = { name: undefined, template: undefined, document }
  let history: History = emptyHistory
  let options: ViewOptions = { scale: undefined, imgsz: [640, 640] }
  let selection: readonly RowId[] = []
  let refusal: Issue | null = null
  let notice: Issue | null = null
  let view: View = viewer.view(document, options)
  let compared: (Baseline & { readonly to: View['report'] }) | undefined
  const { subscribe, getSnapshot, set } = createStore(takeSnapshot())

  function takeSnapshot(): Snapshot {
    const broken = document.text !== '' && isBroken(document)
    const comparedTo = compare()
    return {
      text: document.text,
      path: document.path,
      ...view,
      issues: broken ? viewer.issues(document, options) : view.report.issues,
      isBroken: broken,
      isDirty: document.text !== saved,
      selection,
      baseline: comparedTo.report.totals,
      comparedTo,
      undoLabel: history.done.at(-1)?.label,
      redoLabel: history.undone.at(-1)?.label,
      refusal,
      notice,
    }
  }

  /** The baseline at the settings of what is shown; the same object while neither changes. */
  function compare(): Baseline {
    if (
      compared?.to !== view.report ||
      compared.document !== baseline.document ||
      compared.name !== baseline.name ||
      compared.template !== baseline.template
    ) {
      const report = baseline.document === view.document ? view.report : viewer.baseline(baseline.document, view.report)
      compared = { ...baseline, report, to: view.report }
    }
    return compared
  }

  /** Brings the view to what is there now. */
  function look(): void {
    if (isBroken(document) && document.text !== '') return
    if (view.document !== document || view.report.imgsz !== options.imgsz || view.report.scale !== options.scale)
      view = viewer.view(document, options)
    const present = new Set(document.rows.map(({ id }) => id))
    if (selection.some((id) => !present.has(id))) selection = selection.filter((id) => present.has(id))
  }

  /** Shows what is there now. */
  function update(): void {
    look()
    set(takeSnapshot())
  }

  function take(next: Document, diff: DocumentDiff, { key, label = diff.label, selectsNew, noticeOf }: RunOptions = {}): void {
    const before = view
    document = next
    history = record(history, { ...diff, label }, now(), key)
    refusal = null
    if (selectsNew === true) selection = diff.inserted.map(({ id }) => id)
    look()
    notice = noticeOf?.(before, view) ?? null
    set(takeSnapshot())
  }

  /** Does a command; a refused one becomes the snapshot's `refusal`. */
  function run(command: Command, how: RunOptions = {}): boolean {
    const broken = isBroken(document) ? getSnapshot().issues.find((issue) => issue.severity === 'error') : undefined
    const result: CommandResult = broken === undefined ? command(document) : { ok: false, issue: broken }
    if (result.ok) {
      if (result.diff.splices.length > 0) take(apply(document, result.diff), result.diff, how)
      return true
    }
    refusal = result.issue
    notice = null
    update()
    return false
  }

  /** Typed text. Rows find their ids again after a stretch of text that could not be read. */
  function setText(edit: string | readonly TextSplice[]): void {
    const typed = updateText(document, edit)
    if (typed.diff.splices.length === 0) return
    if (!isBroken(document) || isBroken(typed.document)) return take(typed.document, typed.diff, { key: 'typing' })
    const { document: next } = updateText(view.document, typed.document.text)
    const nextId = Math.max(next.nextId, document.nextId)
    const removed = document.rows.map(({ id, section }, index) => ({ id, index, section, place: null }))
    const inserted = next.rows.map(({ id, section }, index) => ({ id, index, section, place: null }))
    take({ ...next, nextId }, { ...typed.diff, removed, inserted }, { key: 'typing' })
  }

  function travel(to: ReturnType<typeof undo>): boolean {
    if (to === undefined) return false
    ;({ document, history } = to)
    refusal = null
    notice = null
    update()
    return true
  }

  function open(text: string, path?: string, fileHolds: string | null = text): void {
    document = readDocument(text, path === undefined ? {} : { path })
    saved = fileHolds
    opened = document
    baseline = { name: undefined, template: undefined, document }
    history = emptyHistory
    options = firstOptions(document, defaults())
    selection = []
    refusal = null
    notice = null
    view = viewer.view(document, options)
    options = { ...options, scale: view.report.scale, imgsz: view.report.imgsz }
    update()
  }

  const select = (rows: readonly number[]): void => {
    const next = [...new Set(rows.flatMap((row) => document.rows[row]?.id ?? []))]
    if (isEqual(next, selection)) return
    selection = next
    update()
  }
  const editing: Editing = {
    library,
    shown: () => view,
    view: (other) => viewer.view(other, options),
    selection: () => selection,
    run,
    select,
  }
  const previewer = createPreviewer(library)

  return {
    subscribe,
    getSnapshot,
    library,
    text: () => document.text,
    /** The modules of what is pictured. */
    built: () => viewer.built(view),

    /** Takes a model in; `fileHolds` differs from its text where changes were never saved. */
    open,
    ...insertActions(editing),
    ...linkActions(editing, previewer),
    ...rewriteActions(editing),
    ...valueActions(editing),
    ...clipboardActions(editing),
    ...cardActions(editing),
    ...selectingActions(editing),
    ...fitting(editing, previewer),
    setScale(scale: string): void {
      options = { ...options, scale }
      update()
    },
    setImageSize(imgsz: readonly [number, number]): void {
      options = { ...options, imgsz }
      update()
    },
    setText,
    /** Takes another text in as one step, such as the file's after another program wrote it. */
    replaceText(text: string): void {
      history = seal(history)
      setText(text)
      history = seal(history)
    },
    undo: () => travel(undo(document, history)),
    redo: () => travel(redo(document, history)),
    select: (rows: readonly RowRef[]) => select(indicesOf(rows)),
    /** From now on, differences are shown to the state as it is, to the opened one, or to another model. False for a text that is no model. */
    setBaseline(to: 'present' | 'opened' | OtherModel = 'present'): boolean {
      if (typeof to === 'object') {
        const other = readDocument(to.text, { path: to.name })
        if (isBroken(other)) return false
        baseline = { name: to.name, template: to.template, document: other }
      } else baseline = { name: undefined, template: undefined, document: to === 'opened' ? opened : view.document }
      update()
      return true
    },
    dismissRefusal: (): void => {
      refusal = null
      update()
    },
    dismissNotice: (): void => {
      notice = null
      update()
    },
    /** Says what the file holds now, as another program left it; null: there is none. */
    fileHolds(text: string | null): void {
      saved = text
      update()
    },
    /** Writes the text as it is now, to its file or to `another`; false where the user gave up. */
    async save(place: SavePlace = 'same'): Promise<boolean> {
      const { text } = document
      history = seal(history)
      const done = await host.save({ path: document.path, text }, place)
      if (done === undefined) return false
      saved = text
      // The model is printed under its file's name.
      if (done.path !== document.path) document = { ...document, path: done.path }
      update()
      return true
    },
  }
}
