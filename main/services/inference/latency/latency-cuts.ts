/** Rows on a GPU, by cutting the network behind them: the profiler sees there only how long work takes to be ordered. */
import type { InferenceSession } from 'onnxruntime-node'
import { collectBytes } from '../../../../graph-core/byte-stream'
import type { ModelProto } from '../../../../graph-core/onnx/model'
import { letterboxCut, transferModel } from '../../../../graph-core/onnx/programs/cut-programs'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import type { Finding } from '../../../contract/host'
import { decodeImage } from '../images/image'
import { type Measured, type Measuring, aroundNetwork, rounds, warmUps } from './latency-rounds'
import type { DeviceId } from '../process/messages'
import type { LoadableModel, Loaded } from '../networks/network'
import { cutsOf, median, rowsByCuts, timingOf } from './profile-summary'
import { loadOn } from '../networks/sessions'

/** More cuts than this take too long; rows are measured together then. */
const mostCuts = 40

/** Runs of each cut. */
const runsOfCut = 10

export async function measureByCuts(id: DeviceId, what: Measuring): Promise<Measured | { readonly issues: readonly Finding[] }> {
  const { network, place, feeds, runs, round, onWork, onProgress } = what
  const { parts } = network
  const rows = parts === null ? [] : cutsOf(parts.rows, mostCuts)
  const total = rows.length + runs
  const whole = await using(id, what, await network.load(place.canvas), (session) =>
    rounds({ runs, onProgress: ({ done }) => onProgress({ done, total }) }, () => round((fed) => session.run(fed, network.outputs))),
  )
  if ('issues' in whole) return whole

  const fed = await feeds.of({ input: 'pixels' }, feeds.seen(await decodeImage(what.image), place), place)
  const timeCut = async (loaded: Loaded) =>
    using(id, what, loaded, async (session) => {
      const times: number[] = []
      for (let i = -warmUps; i < Math.min(runs, runsOfCut); i++) {
        const start = performance.now()
        await session.run(fed, ['cut'])
        if (i >= 0) times.push(performance.now() - start)
      }
      return median(times)
    })
  const program = async (model: ModelProto): Promise<Loaded> => ({
    model: { file: await collectBytes(encodeModel(model)), close: () => Promise.resolve() },
    issues: [],
  })
  onWork()
  const transfer = await timeCut(await program(transferModel()))
  const fitted = await timeCut(await program(letterboxCut()))
  if (typeof transfer !== 'number' || typeof fitted !== 'number') throw new Error('expected programs without issues')
  const cuts: { row: number; ms: number }[] = []
  for (const row of rows) {
    onProgress({ done: runs + cuts.length, total })
    onWork()
    const ms = await timeCut(await parts!.upTo(place.canvas, row))
    if (typeof ms !== 'number') return ms
    cuts.push({ row, ms: ms - fitted })
  }
  // The letterbox of a file's network is a program of its own, on the CPU; only its tensor is handed over then.
  const before = network.input === 'pixels' ? Math.max(transfer, fitted) : 0
  const ofNetwork = whole.map(({ run }) => Math.max(0, run - before))
  const { decode, select, total: all } = aroundNetwork(whole)
  const preprocess = network.input === 'pixels' ? before - transfer : 0
  return {
    how: 'cuts',
    threads: null,
    runs: whole.length,
    ...rowsByCuts(cuts, median(ofNetwork)),
    stages: {
      decode,
      transfer: timingOf(whole.map(({ feed }) => feed + (before === 0 ? 0 : transfer))),
      preprocess: timingOf(whole.map(({ fit }) => fit + preprocess)),
      network: timingOf(ofNetwork),
      select,
    },
    total: all,
  }
}

/** Does something with a model that is loaded, and lets go of it; or says what is wrong with it. */
async function using<T>(
  id: DeviceId,
  { onWork }: Pick<Measuring, 'onWork'>,
  { model, issues }: { readonly model: LoadableModel | null; readonly issues: readonly Finding[] },
  use: (session: InferenceSession) => Promise<T>,
): Promise<T | { readonly issues: readonly Finding[] }> {
  if (model === null) return { issues }
  onWork()
  let session: InferenceSession | null = null
  try {
    session = await loadOn(id, model)
    return await use(session)
  } finally {
    await session?.release()
    await model.close()
  }
}
