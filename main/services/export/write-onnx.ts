import { basename } from 'node:path'
import type { ModelProto } from '../../../graph-core/onnx/model'
import { encodeModel } from '../../../graph-core/onnx/protobuf/encode'
import { planExternalData } from '../../../graph-core/onnx/protobuf/external-data'
import { writeStreamed } from '../files/write-streamed'

export interface WrittenFile {
  readonly path: string
  readonly bytes: number
}

export interface WriteOnnxOptions {
  /** Stops the writing; no file is changed then. */
  readonly signal?: AbortSignal
  /** Called with the bytes written so far and those there will be, over all files. */
  readonly onProgress?: (written: number, total: number) => void
}

/** Writes a model, and past 1.9 GB its weights into a second file beside it. Weights are read while they are written. */
export async function writeOnnx(model: ModelProto, path: string, { signal, onProgress }: WriteOnnxOptions = {}): Promise<WrittenFile[]> {
  const planned = planExternalData(model, { location: `${basename(path)}.data` })
  const data = planned.data === null ? [] : [{ path: `${path}.data`, bytes: planned.data }]
  const files = [...data, { path, bytes: encodeModel(planned.model) }]
  const total = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  await writeStreamed(files, { signal, onProgress: (written) => onProgress?.(written, total) })
  return files.map((file) => ({ path: file.path, bytes: file.bytes.byteLength }))
}
