/** What a network is fed: an image on its canvas, as pixels, or as the tensor that a file takes. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { collectBytes } from '../../../../graph-core/byte-stream'
import type { Letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { letterboxModel, letterboxNumbers } from '../../../../graph-core/onnx/programs/letterbox-program'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import { centreCrop } from '../images/centre-crop'
import type { Pixels } from '../images/image'
import type { Network } from './network'
import { shrunk } from '../images/shrink'

export type Fed = Record<string, Tensor>

export interface Feeds {
  /** The pixels that reach the network. */
  seen(pixels: Pixels, place: Letterbox): Pixels
  /** Its inputs; a network that comes as a file has its letterbox run here. */
  of(network: Pick<Network, 'input'>, seen: Pixels, place: Letterbox): Promise<Fed>
}

export function createFeeds(): Feeds {
  let letterboxes: Promise<Readonly<Record<'float32' | 'float16', InferenceSession>>> | null = null
  return {
    seen: (pixels, place) => (place.fit === 'crop' ? centreCrop(pixels, place.canvas) : shrunk(pixels, place.scaled)),
    async of({ input }, seen, place) {
      const numbers = Object.entries(letterboxNumbers(place)).map(
        ([name, values]) => [name, new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])] as const,
      )
      const fed = { image: new Tensor('uint8', seen.data, [seen.height, seen.width, 3]), ...Object.fromEntries(numbers) }
      if (input === 'pixels') return fed
      letterboxes ??= openLetterboxes()
      const { images } = await (await letterboxes)[input.type].run(fed)
      return { [input.name]: images! }
    },
  }
}

async function openLetterboxes() {
  const open = async (type: 'float32' | 'float16') => InferenceSession.create(await collectBytes(encodeModel(letterboxModel(type))))
  return { float32: await open('float32'), float16: await open('float16') }
}
