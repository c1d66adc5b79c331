/** What onnxruntime's profiler writes, by the rows of a model: nodes carry the names of their places, `/model.4/cv1/conv/Conv`. */

/** An event of the profile; times in microseconds. */
export interface ProfileEvent {
  readonly cat?: string
  readonly name?: string
  readonly ts?: number
  readonly dur?: number
  readonly args?: { readonly thread_scheduling_stats?: { readonly sub_threads?: Readonly<Record<string, unknown>> } }
}

/** One run of the model, in milliseconds. */
export interface ProfiledRun {
  readonly all: number
  /** By row. */
  readonly rows: ReadonlyMap<number, number>
  /** Of the letterbox, where it is part of the model. */
  readonly letterbox: number
}

export interface Profile {
  readonly runs: readonly ProfiledRun[]
  /** Threads that computed; null where the profile does not say. */
  readonly threads: number | null
}

/** The runs of a profile in order. `outputRow`: the row that makes the model's outputs, whose last nodes may be named after these. */
export function readProfile(events: readonly ProfileEvent[], outputRow: number | null): Profile {
  const nodes = events.filter(({ cat, name }) => cat === 'Node' && name?.endsWith('_kernel_time') === true)
  const runs = events
    .filter(({ name }) => name === 'model_run')
    .sort((a, b) => a.ts! - b.ts!)
    .map((run) => {
      const rows = new Map<number, number>()
      let letterbox = 0
      for (const { name, ts, dur } of nodes) {
        if (ts! < run.ts! || ts! > run.ts! + run.dur!) continue
        const milliseconds = dur! / 1000
        const row = rowOf(name!, outputRow)
        if (row !== null) rows.set(row, (rows.get(row) ?? 0) + milliseconds)
        else if (name!.startsWith('/letterbox/')) letterbox += milliseconds
      }
      return { all: run.dur! / 1000, rows, letterbox }
    })
  const workers = nodes.map(({ args }) => args?.thread_scheduling_stats?.sub_threads).filter((threads) => threads !== undefined)
  return { runs, threads: workers.length === 0 ? null : 1 + Math.max(...workers.map((threads) => Object.keys(threads).length)) }
}

/** The row a node belongs to; null for copies, reorderings and whatever else onnxruntime adds. */
function rowOf(name: string, outputRow: number | null): number | null {
  const row = /^\/model\.(\d+)\//.exec(name)?.[1]
  if (row !== undefined) return Number(row)
  return /^output\d+_/.test(name) ? outputRow : null
}
