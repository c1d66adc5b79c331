import type { LoadReport } from '../../graph-core/onnx/load-by-name'

/** Every tensor that was not simply carried, for reading and for copying. */
export interface FitRow {
  readonly kind: 'fresh' | 'left' | 'folded'
  readonly name: string
  /** In the model and in the file; null: there is none of this name. */
  readonly model: readonly number[] | null
  readonly file: readonly number[] | null
  /** Named under `fit.why` in the locales. */
  readonly why: 'absent' | 'unknown' | 'shape' | 'incomplete' | 'nameless' | 'constant' | 'folded'
}

/** New ones first: they are what keeps a model from finding anything. A tensor of another shape on both sides is one row. */
export function fitRows({ fresh, left, folded }: LoadReport): FitRow[] {
  const told = new Set(fresh.map(({ name }) => name))
  return [
    ...fresh.map(({ name, shape, held, why }): FitRow => ({ kind: 'fresh', name, model: shape, file: held, why })),
    ...left
      .filter(({ name }) => !told.has(name))
      .map(({ name, shape, wanted, why }): FitRow => ({ kind: 'left', name, model: wanted, file: shape, why })),
    ...folded.map((name): FitRow => ({ kind: 'folded', name, model: null, file: null, why: 'folded' })),
  ]
}

/** The counts that are shown: of all the model's tensors those that were taken, those that are new, and the file's that nobody takes. */
export function fitCounts({ carried, folded, fresh, left }: LoadReport) {
  const taken = carried.length + folded.length
  return { taken, all: taken + fresh.length, fresh: fresh.length, left: left.filter(({ why }) => why !== 'constant').length }
}

export const shapeText = (shape: readonly number[] | null) => (shape === null ? '–' : `[${shape.join(', ')}]`)

/** A table in Markdown, under the line that sums it up. */
export function fitMarkdown(head: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return `${[head, '', line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}
