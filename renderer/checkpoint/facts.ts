/** What a checkpoint says of itself, as lines to read. Everything in it was written by others: texts are shown as texts. */
import { fileSize } from '../../graph-core/exporters/file-size'
import { count } from '../app/format'
import type { CheckpointSummary } from './read-table'

/** Named under `checkpoint.fact` in the locales. */
export const factIds = ['format', 'size', 'tensors', 'values', 'from', 'class', 'task', 'epoch', 'date', 'version', 'nc', 'stride'] as const
export type FactId = (typeof factIds)[number]

const formats = { pt: 'PyTorch', 'pt-legacy': 'PyTorch (legacy)', safetensors: 'safetensors', onnx: 'ONNX' } as const

/** A line for each fact that is known. */
export function factsOf({ format, meta, tensors, values, bytes }: CheckpointSummary): readonly (readonly [FactId, string])[] {
  const known: Readonly<Partial<Record<FactId, string>>> = {
    format: formats[format],
    size: fileSize(bytes),
    tensors: count(tensors),
    values: count(values),
  }
  return factIds.flatMap((id): (readonly [FactId, string])[] => {
    const text = known[id] ?? shown(meta[id])
    return text === null ? [] : [[id, text]]
  })
}

/** What the training was started with, and what else the file says. */
export function otherFacts({ meta }: CheckpointSummary, part: 'args' | 'other'): readonly (readonly [string, string])[] {
  const found = meta[part]
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return []
  return Object.entries(found).flatMap(([key, value]): (readonly [string, string])[] => {
    const text = shown(value)
    return text === null ? [] : [[key, text]]
  })
}

/** Class names by index; none where the file has none that can be read. */
export function namesOf({ meta: { names } }: CheckpointSummary): readonly string[] {
  if (typeof names === 'string') return [...names.matchAll(/(\d+): (?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)].map(pythonText)
  if (typeof names !== 'object' || names === null) return []
  return Object.values(names).flatMap((name) => (typeof name === 'string' || typeof name === 'number' ? [String(name)] : []))
}

const pythonText = ([, , single, double]: RegExpMatchArray) => (single ?? double ?? '').replace(/\\(.)/g, '$1')

/** The model's own text. */
export const yamlOf = ({ meta: { yaml } }: CheckpointSummary): string | null => (typeof yaml === 'string' ? yaml : null)

const longest = 400

function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
