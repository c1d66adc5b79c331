import { InferenceSession, Tensor } from 'onnxruntime-node'
import { collectBytes } from '../../byte-stream'
import type { ModelProto } from '../model'
import { encodeModel } from '../protobuf/encode'
import type { ExportResult } from '../export-trace'

/** Values of a tensor with its shape. */
export interface Array32 {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

/** The model of an export; throws with the issues of one that was refused. */
export function modelOf(result: ExportResult): ModelProto {
  if (!result.ok) throw new Error(result.issues.map((i) => `${i.code}: ${i.message}`).join('\n'))
  return result.model
}

/** What onnxruntime computes; floats in, every output out by name. */
export async function runOnnx(
  model: ModelProto,
  inputs: { readonly [name: string]: Array32 },
  options: InferenceSession.SessionOptions = {},
): Promise<{ [name: string]: Array32 }> {
  const session = await InferenceSession.create(await collectBytes(encodeModel(model)), {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
    ...options,
  })
  const feeds = Object.entries(inputs).map(([name, x]) => [name, new Tensor('float32', Float32Array.from(x.data), x.shape)] as const)
  const outputs = await session.run(Object.fromEntries(feeds))
  await session.release()
  return Object.fromEntries(
    Object.entries(outputs).map(([name, t]) => [name, { shape: t.dims, data: Float64Array.from(t.data as Float32Array, Number) }]),
  )
}

/** The largest difference, relative to the largest expected magnitude; infinite where shapes differ or a value is not a number. */
export function distance(got: Array32 | undefined, expected: Array32): number {
  if (got === undefined || got.shape.join() !== expected.shape.join()) return Infinity
  let [difference, largest] = [0, 0]
  for (let i = 0; i < expected.data.length; i++) {
    const d = Math.abs(got.data[i]! - expected.data[i]!)
    if (Number.isNaN(d)) return Infinity
    difference = Math.max(difference, d)
    largest = Math.max(largest, Math.abs(expected.data[i]!))
  }
  return largest === 0 ? difference : difference / largest
}

/** Values in (-1, 1) that depend on the seed alone. */
export function noise(shape: readonly number[], seed = 1): Array32 {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  }
  return { shape, data: Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, next) }
}
