/**
 * Moves weights out of a model that protobuf readers would refuse for its size, into one file beside it.
 * Source: https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
 */
import { type ByteStream, type LazyBytes, streamOf } from '../../byte-stream'
import type { ModelProto, TensorProto } from '../model'
import { encodedSize } from './encode'

export interface ExternalDataOptions {
  /** The data file's name beside the model, without a folder: `yolov8x.onnx.data`. */
  readonly location: string
  /** The largest model kept in one file. Below the 2 GiB where readers stop, with room for what others add. */
  readonly limit?: number
  /** Every tensor starts at a multiple of this, so that it can be mapped into memory. */
  readonly alignment?: number
  /** Smaller tensors stay in the model: shapes and axes must be there for shape inference. */
  readonly smallest?: number
}

export interface PlannedModel {
  readonly model: ModelProto
  /** What to write to `location`; null when the model stands alone. */
  readonly data: ByteStream | null
}

/** The model as it is when it fits in one file, else with its large initializers in a second one. */
export function planExternalData(model: ModelProto, options: ExternalDataOptions): PlannedModel {
  const { location, limit = 1.9e9, alignment = 4096, smallest = 1024 } = options
  if (location === '' || /[/\\]/.test(location)) throw new Error(`expected a file name without a folder, got ${location}`)
  if (encodedSize(model) <= limit) return { model, data: null }

  const pieces: (Uint8Array | LazyBytes)[] = []
  let end = 0
  const move = (tensor: TensorProto): TensorProto => {
    if (tensor.external || tensor.byteLength < smallest) return tensor
    const offset = Math.ceil(end / alignment) * alignment
    if (offset > end) pieces.push(new Uint8Array(offset - end))
    pieces.push(tensor)
    end = offset + tensor.byteLength
    return { ...tensor, external: { location, offset, length: tensor.byteLength } }
  }
  const initializers = model.graph.initializers.map(move)
  return { model: { ...model, graph: { ...model.graph, initializers } }, data: streamOf(pieces) }
}
