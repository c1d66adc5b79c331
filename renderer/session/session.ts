/**
 * One open model: its document, the one stack of edits, the selection, and what analysis says. Actions are commands; each
 * gives a new snapshot in the same turn. While the text cannot be read, the last state that could be is shown and marked.
 */
import {
  type CommandResult,
  type Document,
  type DocumentDiff,
  type NewValue,
  type RowId,
  type TextSplice,
  connect,
  disconnect,
  insertAfter,
  insertOnEdge,
  remove,
  setArgs,
  setNode,
  setRepeats,
  updateText,
} from '../../graph-core/document'
import type { Fix } from '../../graph-core/issues/fix'
import type { Issue } from '../../graph-core/issues/issue'
import type { Library } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import { changeForm, chooseTarget, fixCommand } from './fixes'
import { type History, emptyHistory, record, redo, seal, undo } from './history'
import type { Host, SavePlace } from './host'
import { newRowBehind } from './new-row'
import { rowArguments, withArgument } from './row-arguments'
import { createStore } from '../store'
import type { Baseline, Snapshot } from './snapshot'
import { type View, type ViewOptions, createViewer, isBroken } from './view'

/** A row as people name it: `#4`, or its index. */
export type RowRef = `#${number}` | number

export interface SessionOptions {
  readonly host: Host
  readonly library: Library
  /** Milliseconds; typing is grouped by its pauses. */
  readonly now?: () => number
}

export type Session = ReturnType<typeof createSession>

const indexOf = (row: RowRef) => (typeof row === 'number' ? row : Number(row.slice(1)))

/** A session without a model; `open` gives it one. */
export function createSession({ host, library, now = () => performance.now() }: SessionOptions) {
  const viewer = createViewer(library)
  let document = readDocument('')
  /** What the file holds, as far as is known; null: nothing, so that every text is one to be saved. */
  let saved: string | null = document.text
  let opened = document
  let baseline: Omit<Baseline, 'report'> = { name: undefined, document }
  let history: History = emptyHistory
  let options: ViewOptions = { scale: undefined, imgsz: [640, 640] }
  let selection: readonly RowId[] = []
  let refusal: Issue | null = null
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
    }
  }

  /** The baseline at the settings of what is shown; the same object while neither changes. */
  function compare(): Baseline {
    if (compared?.to !== view.report || compared.document !== baseline.document || compared.name !== baseline.name) {
      const report = baseline.document === view.document ? view.report : viewer.baseline(baseline.document, view.report)
      compared = { ...baseline, report, to: view.report }
    }
    return compared
  }

  /** Shows what is there now. */
  function update(): void {
    if (!isBroken(document) || document.text === '') {
      if (view.document !== document || view.report.imgsz !== options.imgsz || view.report.scale !== options.scale)
        view = viewer.view(document, options)
      const present = new Set(document.rows.map(({ id }) => id))
      if (selection.some((id) => !present.has(id))) selection = selection.filter((id) => present.has(id))
    }
    set(takeSnapshot())
  }

  function take(next: Document, diff: DocumentDiff, key?: string): void {
    document = next
    history = record(history, diff, now(), key)
    refusal = null
    update()
  }

  /** Does a command; a refused one becomes the snapshot's `refusal`. */
  function run(command: (document: Document) => CommandResult, key?: string): boolean {
    const broken = isBroken(document) ? getSnapshot().issues.find((issue) => issue.severity === 'error') : undefined
    const result: CommandResult = broken === undefined ? command(document) : { ok: false, issue: broken }
    if (result.ok) {
      if (result.diff.splices.length > 0) take(applied(result.diff), result.diff, key)
      return true
    }
    refusal = result.issue
    update()
    return false
  }

  const applied = (diff: DocumentDiff) =>
    redo(document, { done: [], undone: [{ label: '', diffs: [diff], key: undefined, at: 0 }] })!.document

  /** Typed text. Rows find their ids again after a stretch of text that could not be read. */
  function setText(edit: string | readonly TextSplice[]): void {
    const typed = updateText(document, edit)
    if (typed.diff.splices.length === 0) return
    if (!isBroken(document) || isBroken(typed.document)) return take(typed.document, typed.diff, 'typing')
    const { document: next } = updateText(view.document, typed.document.text)
    const nextId = Math.max(next.nextId, document.nextId)
    const removed = document.rows.map(({ id, section }, index) => ({ id, index, section, place: null }))
    const inserted = next.rows.map(({ id, section }, index) => ({ id, index, section, place: null }))
    take({ ...next, nextId }, { ...typed.diff, removed, inserted }, 'typing')
  }

  function travel(to: ReturnType<typeof undo>): boolean {
    if (to === undefined) return false
    ;({ document, history } = to)
    refusal = null
    update()
    return true
  }

  function open(text: string, path?: string, fileHolds: string | null = text): void {
    document = readDocument(text, path === undefined ? {} : { path })
    saved = fileHolds
    opened = document
    baseline = { name: undefined, document }
    history = emptyHistory
    options = { ...options, scale: undefined }
    selection = []
    refusal = null
    view = viewer.view(document, options)
    options = { ...options, scale: view.report.scale }
    update()
  }

  function setArgOf(d: Document, i: number, argument: string | number, value: NewValue | undefined): CommandResult {
    const args = rowArguments(d, view.report, library, i)
    const position = typeof argument === 'number' ? argument : args.find(({ name }) => name === argument)?.position
    return setArgs(d, i, withArgument(args, d.rows[i]?.args ?? [], position ?? -1, value))
  }

  const blockRow = (d: Document, module: string, after: number) => newRowBehind(d, view.report, library, module, after)

  return {
    subscribe,
    getSnapshot,
    library,
    text: () => document.text,

    /** Takes a model in; `fileHolds` differs from its text where changes were never saved. */
    open,
    /** Puts a block behind a row; nobody reads it yet. */
    insertAfter: (row: RowRef, module: string) => run((d) => insertAfter(d, indexOf(row), blockRow(d, module, indexOf(row)))),
    /** Grafts a block behind a row; all that read the row, or only `to`, then read the block. */
    insertOnEdge: (from: RowRef, module: string, to: RowRef | 'all' = 'all') =>
      run((d) => insertOnEdge(d, { from: indexOf(from), to: to === 'all' ? to : indexOf(to) }, blockRow(d, module, indexOf(from)))),
    remove: (row: RowRef) => run((d) => remove(d, indexOf(row))),
    /** Lets a slot of a row read another row; the slot after the last adds one. */
    connect: (from: RowRef, to: RowRef, slot = 0) => run((d) => connect(d, { from: indexOf(from), to: indexOf(to), slot })),
    disconnect: (to: RowRef, slot: number) => run((d) => disconnect(d, { to: indexOf(to), slot })),
    /** Writes an argument by its name or place; `undefined` takes it and those behind it away. */
    setArg: (row: RowRef, argument: string | number, value: NewValue | undefined) =>
      run((d) => setArgOf(d, indexOf(row), argument, value), `arg ${indexOf(row)} ${argument}`),
    /** Makes a row another form of its block; its arguments stay as they are written. */
    setForm: (row: RowRef, module: string) => run((d) => changeForm(d, indexOf(row), module)),
    setRepeats: (row: RowRef, repeats: number) => run((d) => setRepeats(d, indexOf(row), repeats), `repeats ${indexOf(row)}`),
    /** Keeps a card where the user put it. */
    moveNode: (row: RowRef, at: readonly [number, number]) => run((d) => setNode(d, indexOf(row), { at })),
    setTitle: (row: RowRef, title: string) => run((d) => setNode(d, indexOf(row), { title }), `title ${indexOf(row)}`),
    /** Keeps the target under `graft:`. */
    setTarget: (target: string) => run((d) => chooseTarget(d, target)),
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
    select(rows: readonly RowRef[]): void {
      selection = rows.flatMap((row) => document.rows[indexOf(row)]?.id ?? [])
      update()
    },
    /** From now on, differences are shown to the state as it is, to the opened one, or to another model. False for a text that is no model. */
    setBaseline(to: 'present' | 'opened' | { readonly name: string; readonly text: string } = 'present'): boolean {
      if (typeof to === 'object') {
        const other = readDocument(to.text, { path: to.name })
        if (isBroken(other)) return false
        baseline = { name: to.name, document: other }
      } else baseline = { name: undefined, document: to === 'opened' ? opened : view.document }
      update()
      return true
    },
    /** Does what an issue proposes, as one edit. */
    applyFix: (fix: Fix) => run(fixCommand(fix, setArgOf)),
    dismissRefusal: (): void => {
      refusal = null
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
