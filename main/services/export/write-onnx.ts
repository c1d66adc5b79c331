import { basename } from 'node:path'
import type { ModelProto } from '../../../graph-core/onnx/model'
import { encodeModel } from '../../../graph-core/onnx/protobuf/encode'
import { planExternalData } from '../../../graph-core/onnx/protobuf/external-data'
import { type WriteStreamedOptions, writeStreamed } from '../files/write-streamed'

export interface WrittenFile {
  readonly path: string
  readonly bytes: number
}

/** Writes a model, and past 1.9 GB its weights into a second file beside it. Weights are read while they are written. */
export async function writeOnnx(model: ModelProto, path: string, options: WriteStreamedOptions = {}): Promise<WrittenFile[]> {
  const planned = planExternalData(model, { location: `${basename(path)}.data` })
  const data = planned.data === null ? [] : [{ path: `${path}.data`, bytes: planned.data }]
  const files = [...data, { path, bytes: encodeModel(planned.model) }]
  await writeStreamed(files, options)
  return files.map((file) => ({ path: file.path, bytes: file.bytes.byteLength }))
}
