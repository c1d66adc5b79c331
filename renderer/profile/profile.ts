/** How long the rows of one model take: measured when the user asks, and kept with the rows it is of. */
import type { Finding, Latency } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import type { Preview } from '../preview/preview'
import type { Session, Snapshot } from '../session'
import { createStore } from '../store'
import { shapeText } from '../app/format'

export interface ProfileState {
  readonly isMeasuring: boolean
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly latency: Latency | null
  /** Milliseconds by the id of a row; rows that were measured together have none of their own. */
  readonly byRow: ReadonlyMap<string, number>
  /** What was measured. */
  readonly structure: string | null
  readonly issues: readonly Finding[]
  readonly error: HostError | null
}

/** What is measured: rows, and the sizes they work on. Where cards stand, and what comments say, makes nothing slower. */
export const structureOf = ({ report: { rows, imgsz, scale } }: Pick<Snapshot, 'report'>): string =>
  JSON.stringify([imgsz, scale, rows.map(({ from, n, type, args, out }) => [from, n, type, args, shapeText(out)])])

/** Runs that count. */
const runs = 20

export type Profile = ReturnType<typeof createProfile>

export function createProfile(host: Caller, session: Session, preview: Preview) {
  const store = createStore<ProfileState>({
    isMeasuring: false,
    progress: null,
    latency: null,
    byRow: new Map(),
    structure: null,
    issues: [],
    error: null,
  })
  const { subscribe, getSnapshot } = store
  const set = (next: Partial<ProfileState>) => store.set({ ...getSnapshot(), ...next })
  let controller: AbortController | null = null

  return {
    subscribe,
    getSnapshot,
    async measure(): Promise<void> {
      controller?.abort()
      const own = (controller = new AbortController())
      const { signal } = own
      const { document } = session.getSnapshot()
      const structure = structureOf(session.getSnapshot())
      set({ isMeasuring: true, progress: null, error: null, issues: [] })
      try {
        const input = await preview.inputOf(signal)
        const onProgress = ({ done, total }: { readonly done: number; readonly total: number | null }) => {
          if (controller === own && total !== null) set({ progress: { done, total } })
        }
        const { latency, issues } = await host.call('preview.latency', { ...input, runs }, { signal, onProgress })
        if (controller !== own) return
        set({ isMeasuring: false, issues })
        if (latency === null) return
        const alone = latency.rows.flatMap(({ from, to, ms }) => (from === to ? [[document.rows[from]!.id, ms] as const] : []))
        set({ latency, byRow: new Map(alone), structure })
      } catch (error) {
        if (controller !== own) return
        if (!(error instanceof HostError)) throw error
        set({ isMeasuring: false, error })
      }
    },
    cancel: (): void => {
      controller?.abort()
      controller = null
      set({ isMeasuring: false })
    },
  }
}
