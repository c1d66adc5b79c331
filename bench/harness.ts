/**
 * Measures by medians. Cases that are compared run in turns, a round of each at a time, so that a machine that slows down slows all of them;
 * only the ratio to the first case is worth quoting between machines.
 */

export interface Measured {
  readonly name: string
  /** Milliseconds. */
  readonly median: number
  /** What only one run in twenty exceeds. */
  readonly p95: number
  readonly fastest: number
  readonly slowest: number
  /** How many times the first case's median this one takes. */
  readonly ratio: number
}

export interface Case {
  readonly name: string
  run(): unknown
  /** Run before each round, outside the measurement. */
  before?(): unknown
  /** The most this case may take: as a median in milliseconds, or as a ratio to the first case. Missing it fails the bench. */
  readonly target?: { readonly ms: number } | { readonly ratio: number }
}

export interface Comparison {
  readonly name: string
  readonly cases: readonly Case[]
  readonly runs?: number
  readonly warmup?: number
  /**
   * Whether the heap is swept before every run. Fair to work on hundreds of megabytes; work of a few milliseconds would be measured on
   * caches that the sweep has emptied.
   */
  readonly sweeps?: boolean
}

/** Runs the cases in turns, prints a table and returns its rows. */
export async function compare({ name, cases, runs = 15, warmup = 3, sweeps = true }: Comparison): Promise<Measured[]> {
  const times = cases.map((): number[] => [])
  for (let round = -warmup; round < runs; round++) {
    for (const [i, item] of cases.entries()) {
      await item.before?.()
      if (sweeps) globalThis.gc?.()
      const took = await time(() => item.run())
      if (round >= 0) times[i]!.push(took)
    }
  }
  return report(
    name,
    cases.map((item, i) => ({ name: item.name, target: item.target, times: times[i]! })),
  )
}

/** Prints times that were measured elsewhere, in milliseconds, as `compare` does, and returns the table's rows. */
export function report(
  name: string,
  cases: readonly (Pick<Case, 'name' | 'target'> & { readonly times: readonly number[] })[],
): Measured[] {
  const base = median(cases[0]?.times ?? [])
  const rows = cases.map(({ name: each, times }): Measured => {
    const sorted = times.toSorted((a, b) => a - b)
    return {
      name: each,
      median: median(sorted),
      p95: sorted[Math.floor(0.95 * (sorted.length - 1))]!,
      fastest: sorted[0]!,
      slowest: sorted.at(-1)!,
      ratio: median(sorted) / base,
    }
  })
  print(name, cases[0]?.times.length ?? 0, rows, cases)
  return rows
}

/** One case alone. */
export async function measure(
  name: string,
  run: () => unknown,
  { target, ...options }: Pick<Comparison, 'runs' | 'warmup' | 'sweeps'> & { readonly target?: { ms: number } } = {},
) {
  const [row] = await compare({ name, cases: [{ name, run, target }], ...options })
  return row!
}

/** The most memory in use while `run` runs, in bytes above what was in use before: sampled every few milliseconds, so for work that waits. */
export async function peakMemory(run: () => unknown): Promise<number> {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()))
  const timer = setInterval(sample, 2)
  try {
    await run()
    sample()
  } finally {
    clearInterval(timer)
  }
  return peak - before
}

async function time(run: () => unknown): Promise<number> {
  const start = performance.now()
  const result = run()
  if (result instanceof Promise) await result
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

function print(name: string, runs: number, rows: readonly Measured[], cases: readonly Pick<Case, 'target'>[]): void {
  const width = Math.max(...rows.map((row) => row.name.length), 4)
  const ms = (value: number) => value.toFixed(value < 10 ? 3 : 1).padStart(10)
  console.log(`\n${name} (median of ${runs}, ms)`)
  console.log(
    `  ${'case'.padEnd(width)}${['median', 'p95', 'fastest', 'slowest', 'ratio'].map((head) => head.padStart(10)).join('')}  target`,
  )
  for (const [i, row] of rows.entries()) {
    const ratio = `${row.ratio.toFixed(2)}x`.padStart(10)
    console.log(
      `  ${row.name.padEnd(width)}${ms(row.median)}${ms(row.p95)}${ms(row.fastest)}${ms(row.slowest)}${ratio}  ${verdict(row, cases[i]!.target)}`,
    )
  }
}

function verdict(row: Measured, target: Case['target']): string {
  if (!target) return ''
  const isMet = 'ms' in target ? row.median <= target.ms : row.ratio <= target.ratio
  if (!isMet) process.exitCode = 1
  return `${'ms' in target ? `${target.ms} ms` : `${target.ratio}x`} ${isMet ? 'met' : 'MISSED'}`
}
