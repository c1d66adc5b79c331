/**
 * Which blocks are looked into: for each open model the way from a row to what is shown, node by node. That is all that is kept; what stands there is
 * read off the model as it is now.
 */
import type { Report } from '../../graph-core/analysis'
import type { RowId } from '../../graph-core/document'
import { type InsideNode, type Level, type RowTrace, descend, traceRow } from '../../graph-core/inside'
import { nodeTitles } from '../layout'
import type { Session, Snapshot } from '../session'
import { createStore } from '../store'

/** Where one looks. */
export interface Way {
  readonly rowId: RowId
  /** The nodes that were opened, by their ids, the outermost first. */
  readonly steps: readonly string[]
  /** A node of the innermost level. */
  readonly selected: string | null
}

/** What is there. */
export interface Opened {
  readonly i: number
  /** What the row is called: `#4 C2f`. */
  readonly name: string
  /** The row's name among the weights: `model.4`. */
  readonly prefix: string
  /** From the row to what is shown; shorter than the way where the model has no such node any more. */
  readonly levels: readonly Level[]
  readonly level: Level
  readonly selected: InsideNode | null
}

/** Why nothing is there any more. */
export interface Lost {
  readonly lost: 'removed' | 'unbuilt'
  /** What the row is called; null where there is none. */
  readonly name: string | null
}

export type Inside = ReturnType<typeof createInside>

export interface Insides {
  /** Where one looks in a model, the same as long as the model is open. */
  of(this: void, session: Session): Inside
}

export function createInsides(): Insides {
  const insides = new WeakMap<Session, Inside>()
  return {
    of(session) {
      const inside = insides.get(session) ?? createInside(session)
      insides.set(session, inside)
      return inside
    },
  }
}

function createInside({ built }: Session) {
  const { subscribe, getSnapshot, set } = createStore<Way | null>(null)
  let traced: { readonly report: Report; readonly i: number; readonly row: RowTrace | null } | undefined
  let led: { readonly row: RowTrace; readonly steps: readonly string[]; readonly levels: readonly Level[] } | undefined

  function traceOf({ report }: Snapshot, i: number): RowTrace | null {
    if (traced?.report !== report || traced.i !== i) {
      traced = { report, i, row: traceRow(built(), report, i) }
    }
    return traced.row
  }

  function levelsOf(row: RowTrace, steps: readonly string[]): readonly Level[] {
    if (led?.row !== row || led.steps !== steps) led = { row, steps, levels: descend(row.trace, row.call, steps) }
    return led.levels
  }

  const change = (to: (way: Way) => Way | null) => {
    const way = getSnapshot()
    if (way !== null) set(to(way))
  }

  return {
    subscribe,
    getSnapshot,
    open: (rowId: RowId): void => set({ rowId, steps: [], selected: null }),
    /** Opens a node of the level that is `depth` below the row. */
    enter: (depth: number, id: string): void =>
      change(({ rowId, steps }) => ({ rowId, steps: [...steps.slice(0, depth), id], selected: null })),
    /** Goes up to the level that is `depth` below the row, to the node one comes from; -1 is the model itself. */
    upTo: (depth: number): void =>
      change(({ rowId, steps }) => (depth < 0 ? null : { rowId, steps: steps.slice(0, depth), selected: steps[depth] ?? null })),
    select: (id: string | null): void => change((way) => (way.selected === id ? way : { ...way, selected: id })),
    close: (): void => set(null),

    /** What stands there in the model as it is. */
    read(snapshot: Snapshot, { rowId, steps, selected }: Way): Opened | Lost {
      const i = snapshot.document.rows.findIndex(({ id }) => id === rowId)
      if (i < 0) return { lost: 'removed', name: null }
      const name = `#${i} ${nodeTitles(snapshot.document).get(rowId) ?? snapshot.report.rows[i]!.module}`
      const row = traceOf(snapshot, i)
      if (row === null) return { lost: 'unbuilt', name }
      const levels = levelsOf(row, steps)
      const level = levels.at(-1)!
      const isThere = levels.length > steps.length
      return {
        i,
        name,
        prefix: `model.${i}`,
        levels,
        level,
        selected: (isThere && level.inside?.nodes.find(({ id }) => id === selected)) || null,
      }
    },
  }
}
