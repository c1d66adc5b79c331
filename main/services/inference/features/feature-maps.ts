/** What a row gives on an image: numbers for the window, and bytes in a file for it to fetch. */
import { writeFile } from 'node:fs/promises'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Tap } from '../../../../graph-core/onnx/row-export'
import type { Letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { FeatureMap } from '../../../contract/host'
import { fromSystemError } from '../../../contract/host-error'
import { type Channels, channelNumbers, channelsOf, histogramOf, silentChannels, statisticsOf } from './feature-statistics'
import { heatsOf, tilesOf } from './feature-tiles'

/** The network of a row, loaded. */
export interface RowSession {
  readonly session: InferenceSession
  readonly taps: readonly Tap[]
}

/** Runs the row's network; writes bytes to `file`. */
export async function featureMaps(
  { session, taps }: RowSession,
  feeds: Readonly<Record<string, Tensor>>,
  { canvas }: Letterbox,
  file: string,
): Promise<FeatureMap[]> {
  const given = await session.run(
    feeds,
    taps.map(({ name }) => name),
  )
  const bytes = new Chunks()
  const maps = taps.map((tap) => mapOf(tap, given[tap.name]!.data as Float32Array, canvas, bytes))
  await writeFile(file, bytes.all).catch((error: unknown) => {
    throw fromSystemError(error, file, 'write')
  })
  return maps
}

/** Bytes one after the other. */
class Chunks {
  readonly all: Uint8Array[] = []
  private length = 0

  /** Where they begin. */
  add(bytes: Uint8Array): number {
    const at = this.length
    this.all.push(bytes)
    this.length += bytes.length
    return at
  }
}

/** One tensor. */
export function mapOf(
  { kind, place, shape, map }: Tap,
  values: Float32Array,
  canvas: readonly [number, number],
  bytes: Chunks,
): FeatureMap {
  const all: Channels = { values, ...channelsOf(shape, map) }
  const { channels, height, width } = all
  const statistics = statisticsOf(values)
  const numbers = channelNumbers(all)
  const isOne = height * width === 1
  const isOfImage = height > 1 && width > 1 && height * canvas[1] === width * canvas[0]
  const tiles = isOne ? null : tilesOf(all, numbers)
  const heats = isOfImage ? heatsOf(all) : null
  return {
    kind,
    place,
    shape: [...shape],
    channels,
    height,
    width,
    statistics,
    histogram: histogramOf(values, statistics),
    ...numbers,
    ...silentChannels(all, numbers, kind === 'weights' && isShare(statistics) ? [0, 1] : null),
    tiles: tiles === null ? null : { at: bytes.add(tiles.bytes), width: tiles.width, height: tiles.height },
    heats:
      heats === null
        ? null
        : (['mean', 'max'] as const).map((kind) => ({
            kind,
            at: bytes.add(heats[kind].bytes),
            from: heats[kind].from,
            to: heats[kind].to,
          })),
  }
}

/** Whether values are shares; some are made of them and leave their bounds. */
const isShare = ({ min, max }: { readonly min: number | null; readonly max: number | null }) =>
  min !== null && max !== null && min >= 0 && max <= 1
