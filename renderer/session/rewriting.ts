/** Rows changed where they stand, and rows that go. */
import { encodeShape } from '../../graph-core/analysis'
import {
  type Command,
  type CommandResult,
  type Document,
  type NewValue,
  moduleName,
  mute,
  mutedRow,
  remove,
  replaceModule,
  sequence,
  setArgs,
  setRepeats,
  sourcesOf,
  unmute,
} from '../../graph-core/document'
import type { Fix } from '../../graph-core/issues/fix'
import { issue, type Issue } from '../../graph-core/issues/issue'
import { isTensorType, shapeText } from '../../graph-core/symbolic'
import { gapNotice } from './closing-gaps'
import { type Editing, type RowRef, type Shown, indexOf, indicesOf } from './editing'
import { changeForm, chooseTarget, fixCommand } from './fixes'
import { keepArguments } from './keep-arguments'
import { rowArguments, withArgument } from './row-arguments'

export function rewriteActions({ run, shown, library }: Editing) {
  function setArgOf(d: Document, i: number, argument: string | number, value: NewValue | undefined): CommandResult {
    const args = rowArguments(d, shown().report, library, i)
    const position = typeof argument === 'number' ? argument : args.find(({ name }) => name === argument)?.position
    return setArgs(d, i, withArgument(args, d.rows[i]?.args ?? [], position ?? -1, value))
  }

  /** Why a row that is muted would not give what it gives; null where it would. */
  function whyNotMuted({ document, report }: Shown, i: number): Issue | null {
    const [source] = sourcesOf(document, i)
    const read = source == null ? undefined : report.rows[source]
    const row = report.rows[i]
    if (row === undefined || read === undefined || row.status !== 'ok') return null
    const same = JSON.stringify(encodeShape(row.out)) === JSON.stringify(encodeShape(read.out))
    if (same) return null
    const text = (out: typeof row.out) => (out !== null && isTensorType(out) ? shapeText(out) : JSON.stringify(encodeShape(out)))
    return issue('edit.mute', `${row.module} (row ${i}) makes ${text(row.out)} of ${text(read.out)}; muted it would give what it reads.`, {
      row: i,
      edge: source!,
    })
  }

  function muteRow(d: Document, i: number): CommandResult {
    const why = d.rows[i] === undefined ? null : whyNotMuted(shown(), i)
    return why === null ? mute(d, i) : { ok: false, issue: why }
  }

  return {
    /**
     * Deletes rows. What read one reads what it read, the input with the same shape where there are several; where shapes do not meet any
     * more, the snapshot's notice says so and what would close the gap.
     */
    remove: (rows: RowRef | readonly RowRef[]) => {
      const chosen = indicesOf(typeof rows === 'object' ? rows : [rows])
      return run((d) => remove(d, chosen, (i) => bestJoin(shown(), i)), {
        noticeOf: (before, after) => gapNotice(library, before, after),
      })
    },
    /** Writes an argument of one row or several by its name or place; `undefined` takes it and those behind it away. */
    setArg: (rows: RowRef | readonly RowRef[], argument: string | number, value: NewValue | undefined) => {
      const chosen = indicesOf(typeof rows === 'object' ? rows : [rows])
      const key = `arg ${chosen.join(' ')} ${argument}`
      const label = { key: 'setArgMany', values: { argument, count: chosen.length } } as const
      const set =
        (i: number): Command =>
        (d) =>
          setArgOf(d, i, argument, value)
      return run((d) => (chosen.length === 1 ? set(chosen[0]!)(d) : sequence(d, label, chosen.map(set))), { key })
    },
    setRepeats: (rows: RowRef | readonly RowRef[], repeats: number) => {
      const chosen = indicesOf(typeof rows === 'object' ? rows : [rows])
      const set =
        (i: number): Command =>
        (d) =>
          setRepeats(d, i, repeats)
      const label = { key: 'setArgMany', values: { argument: 'repeats', count: chosen.length } } as const
      return run((d) => (chosen.length === 1 ? set(chosen[0]!)(d) : sequence(d, label, chosen.map(set))), {
        key: `repeats ${chosen.join(' ')}`,
      })
    },
    /** Makes a row another form of its block; its arguments stay as they are written. */
    setForm: (row: RowRef, module: string) => run((d) => changeForm(d, indexOf(row), module)),
    /** Makes rows another block. Arguments that mean something to it are kept; the notice names those that were dropped. */
    replaceModule: (rows: RowRef | readonly RowRef[], module: string) => {
      const chosen = indicesOf(typeof rows === 'object' ? rows : [rows])
      const { document, report } = shown()
      const kept = new Map(
        chosen.flatMap((i) => (document.rows[i] ? [[i, keepArguments(document, report, library, i, module)] as const] : [])),
      )
      const replace =
        (i: number): Command =>
        (d) =>
          replaceModule(d, i, module, kept.get(i)?.args ?? [])
      const label = { key: 'replaceMany', values: { count: chosen.length, by: module } } as const
      return run((d) => (chosen.length === 1 ? replace(chosen[0]!)(d) : sequence(d, label, chosen.map(replace))), {
        noticeOf: () => droppedNotice(document, module, kept),
      })
    },
    /** Lets rows pass on what they read, or brings them back where all of them are muted. Refused where a shape is not kept. */
    toggleMute: (rows: RowRef | readonly RowRef[]) => {
      const chosen = indicesOf(typeof rows === 'object' ? rows : [rows])
      const isMuted = chosen.every((i) => mutedRow(shown().document, i) !== null)
      const steps = chosen.flatMap((i): Command[] =>
        isMuted ? [(d) => unmute(d, i)] : mutedRow(shown().document, i) ? [] : [(d) => muteRow(d, i)],
      )
      const label = { key: isMuted ? 'unmuteMany' : 'muteMany', values: { count: steps.length } } as const
      return run((d) => (steps.length === 1 ? steps[0]!(d) : sequence(d, label, steps)))
    },
    /** Whether a row is muted. */
    isMuted: (row: RowRef) => mutedRow(shown().document, indexOf(row)) !== null,
    /** Why a row cannot be muted; null where it can. */
    whyNotMuted: (row: RowRef) => whyNotMuted(shown(), indexOf(row)),
    /** Keeps the target under `graft:`. */
    setTarget: (target: string) => run((d) => chooseTarget(d, target), { label: { key: 'setTarget', values: { target } } }),
    /** Does what an issue proposes, as one edit. */
    applyFix: (fix: Fix) => run(fixCommand(fix, setArgOf)),
  }
}

/** The row that takes the place of row `i` for those who read it: of its sources the first with its shape, else with its map, else the first. */
function bestJoin({ document, report }: Shown, i: number): number | undefined {
  const sources = sourcesOf(document, i).filter((s): s is number => s !== null && s >= 0)
  const shape = (row: number) => JSON.stringify(encodeShape(report.rows[row]?.out ?? null))
  const map = (row: number) => {
    const out = encodeShape(report.rows[row]?.out ?? null)
    return Array.isArray(out) ? JSON.stringify(out.slice(2)) : ''
  }
  return sources.find((s) => shape(s) === shape(i)) ?? sources.find((s) => map(s) !== '' && map(s) === map(i)) ?? sources[0]
}

function droppedNotice(
  document: Document,
  module: string,
  kept: ReadonlyMap<number, { readonly dropped: readonly string[] }>,
): Issue | null {
  const lost = [...kept].filter(([, { dropped }]) => dropped.length > 0)
  if (lost.length === 0) return null
  const texts = lost.map(([i, { dropped }]) => `${dropped.join(', ')} of ${moduleName(document.rows[i]!)} (row ${i})`)
  return issue('edit.dropped-args', `${module} has no such arguments: ${texts.join('; ')}.`, { row: lost[0]![0] })
}
