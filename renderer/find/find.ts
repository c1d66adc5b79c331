/** What is looked for in each open model. It stays while another model is looked at, and is gone with its model. */
import type { Document } from '../../graph-core/document'
import { definitionOf, lastSelected, type Session } from '../session'
import { createStore } from '../store'
import { type Query, findRows } from './query'

export interface FindState {
  readonly isOpen: boolean
  readonly isReplacing: boolean
  readonly query: Query
  /** In which rows something is replaced; undefined: the matches, or the selection while nothing is looked for. */
  readonly scope: Scope | undefined
  /** Counts how often the bar was asked for: each time its field gets the keyboard. */
  readonly asked: number
}

export type Scope = 'matches' | 'selection'

export type Find = ReturnType<typeof createFind>

const nothing: FindState = {
  isOpen: false,
  isReplacing: false,
  query: { text: '', isRegex: false, isCaseSensitive: false },
  scope: undefined,
  asked: 0,
}

/** The finds of all open models. */
export function createFinds() {
  const finds = new WeakMap<Session, Find>()
  return {
    /** What is looked for in a model, the same as long as the model is open. */
    of(this: void, session: Session): Find {
      const find = finds.get(session) ?? createFind(session)
      finds.set(session, find)
      return find
    },
  }
}

export function createFind(session: Session) {
  const store = createStore(nothing)
  const { getSnapshot: state } = store
  const set = (part: Partial<FindState>) => store.set({ ...state(), ...part })
  let known: { readonly document: Document; readonly query: Query; readonly target: string; readonly rows: readonly number[] } | undefined

  /** The rows that hold what is looked for, in order; the same list as long as nothing changes. */
  function matches(): readonly number[] {
    const { document, report } = session.getSnapshot()
    const { isOpen, query } = state()
    if (!isOpen) return none
    if (known?.document !== document || known.query !== query || known.target !== report.target) {
      const names = new Map<string, readonly string[]>()
      const read = (module: string) => {
        const definition = definitionOf(session.library, report, module)
        return definition?.kind === 'block' ? [definition.name, definition.about?.zh?.name ?? ''] : []
      }
      const namesOf = (module: string) => {
        if (!names.has(module)) names.set(module, read(module))
        return names.get(module)!
      }
      known = { document, query, target: report.target, rows: findRows(document, query, namesOf) }
    }
    return known.rows
  }

  /** The match that is selected, by its place among them; -1 where none is. */
  function current(): number {
    return matches().indexOf(lastSelected(session.getSnapshot()))
  }

  return {
    subscribe: store.subscribe,
    getSnapshot: state,
    matches,
    current,
    /** Brings the bar before the user, ready to be typed into. */
    open: ({
      isReplacing = state().isOpen && state().isReplacing,
      scope,
    }: { readonly isReplacing?: boolean; readonly scope?: Scope } = {}): void =>
      set({ isOpen: true, isReplacing, scope, asked: state().asked + 1 }),
    close: (): void => set({ isOpen: false }),
    setQuery: (part: Partial<Query>): void => set({ query: { ...state().query, ...part } }),
    setScope: (scope: Scope): void => set({ scope }),
    setReplacing: (isReplacing: boolean): void => set({ isReplacing }),
    /** Selects the next match behind the selected row, or the one before it; round at the ends. */
    step(by: 1 | -1): void {
      const rows = matches()
      if (rows.length === 0) return
      const here = lastSelected(session.getSnapshot())
      const next = by > 0 ? (rows.find((i) => i > here) ?? rows[0]!) : (rows.findLast((i) => i < here) ?? rows.at(-1)!)
      session.select([here < 0 && by < 0 ? rows.at(-1)! : next])
    },
    selectAll: (): void => session.select(matches()),
  }
}

const none: readonly number[] = []
