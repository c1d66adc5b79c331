/** Running a model again and again, from the file to what is found. */
import type { InferenceSession } from 'onnxruntime-node'
import type { Letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { Latency } from '../../../contract/host'
import type { Fed, Feeds } from '../networks/feeds'
import type { Progress } from '../process/messages'
import type { Network } from '../networks/network'
import { timingOf } from './profile-summary'

/** What is measured, with what is around it. */
export interface Measuring {
  readonly network: Network
  readonly place: Letterbox
  readonly runs: number
  readonly feeds: Feeds
  /** An image file. */
  readonly image: string
  /** Decodes, runs and selects once; `run` is the part that is measured apart. */
  readonly round: (run: Run) => Promise<Round>
  /** Told how far it is. */
  readonly onProgress: (progress: Progress) => void
  /** Told before work on the device that may hang. */
  readonly onWork: () => void
}

export type Run = (fed: Fed) => Promise<InferenceSession.OnnxValueMapType>

/** One run from the file on; milliseconds. */
export interface Round {
  readonly decode: number
  /** Making the image fit before the network sees it. */
  readonly fit: number
  /** Making tensors of it. */
  readonly feed: number
  readonly run: number
  readonly select: number
  readonly total: number
}

/** Runs before those that count. */
export const warmUps = 2

/** Milliseconds after which there are no more runs, once there are a few. */
export const [longEnough, fewest] = [30_000, 3]

export type Measured = Omit<Latency, 'device' | 'imgsz'>

/** Rounds until there are as many as were asked for, or it takes long. */
export async function rounds({ runs, onProgress }: Pick<Measuring, 'runs' | 'onProgress'>, each: () => Promise<Round>): Promise<Round[]> {
  const all: Round[] = []
  for (let i = 0; i < warmUps; i++) await each()
  const start = performance.now()
  while (all.length < runs && (all.length < fewest || performance.now() - start < longEnough)) {
    onProgress({ done: all.length, total: runs })
    all.push(await each())
  }
  return all
}

/** What rounds took beside the network. */
export const aroundNetwork = (all: readonly Round[]) => ({
  decode: timingOf(all.map(({ decode }) => decode)),
  select: timingOf(all.map(({ select }) => select)),
  total: timingOf(all.map(({ total }) => total)),
})
