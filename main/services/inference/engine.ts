/** What the process that runs models does: decode, letterbox, network, select; one task at a time. */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { collectBytes } from '../../../graph-core/byte-stream'
import { type Letterbox, type Size, letterbox } from '../../../graph-core/onnx/programs/letterbox-geometry'
import { letterboxModel, letterboxNumbers } from '../../../graph-core/onnx/programs/letterbox-program'
import { encodeModel } from '../../../graph-core/onnx/protobuf/encode'
import type { Library } from '../../../graph-core/symbolic'
import { HostError, fromSystemError } from '../../contract/host-error'
import { agree } from './agreement'
import { deviceNames, shortened } from './device-names'
import { createDevices } from './devices'
import { planFile } from './file-network'
import { type Pixels, decodeImage, writePicture } from './image'
import type { DeviceId, Refusals, RunAnswer, RunJob, RunResult, SelectJob, TaskName, Tasks } from './messages'
import type { LoadableModel, Network, Planned } from './network'
import { type Candidates, createSelector } from './selector'
import { createSessions, loadOn } from './sessions'
import { planText } from './text-network'

export interface EngineOptions {
  readonly library: Library
  /** Told which device is in use, and with null when none is; with the milliseconds that the CPU takes for the same where that is known. */
  readonly onDevice: (device: DeviceId | null, isTrial: boolean, onCpu?: number) => void
}

export type Engine = { readonly [K in TaskName]: (job: Tasks[K]['job'], refusals: Refusals) => Promise<Tasks[K]['answer']> }

/** Why a device is left out for a network that it runs wrongly. */
const otherNumbers = 'It computes other numbers than the CPU for this model.'

/** Runs whose candidates are kept: more than windows that are open. */
const keptRuns = 32

/** Where a network ran, and what it gave. */
interface Ran {
  readonly device: RunResult['device']
  readonly candidates: Candidates
  readonly times: { readonly build: number; readonly network: number }
}

export function createEngine({ library, onDevice }: EngineOptions): Engine {
  let refused: Refusals = {}
  const devices = createDevices({ refusals: () => refused, onTrial: (id) => onDevice(id, true) })
  const sessions = createSessions()
  const selector = createSelector()
  const runs = new Map<string, Candidates>()
  /** Networks that a device computes otherwise than the CPU, by the keys of their sessions. */
  const untrue = new Set<string>()
  /** What the CPU took for a network, by the keys of the sessions on other devices. */
  const cpuTimes = new Map<string, number>()
  let letterboxes: Promise<{ readonly [type: string]: InferenceSession }> | null = null
  let planned: { readonly key: string; readonly plan: Planned } | null = null

  const planOf = async ({ model }: RunJob): Promise<{ readonly key: string; readonly plan: Planned }> => {
    const key = await keyOf(model)
    if (planned?.key !== key) planned = { key, plan: model.kind === 'text' ? planText(model, library) : await planFile(model) }
    return planned
  }

  /** Runs the network where it can be run: where one device fails, the next takes over. */
  const runNetwork = async (own: string, network: Network, pixels: Pixels, { device, isRect }: RunJob): Promise<Ran | RunAnswer> => {
    const place = placeOn(network, pixels, isRect)
    const loader = createLoader(network, place.canvas)
    const failures: string[] = []
    try {
      for await (const { id, refusal } of devices.choices(device)) {
        if (refusal !== null) {
          failures.push(`${deviceNames[id]}: ${refusal}`)
          continue
        }
        const key = JSON.stringify([own, place.canvas, id])
        if (untrue.has(key)) {
          failures.push(`${deviceNames[id]}: ${otherNumbers}`)
          continue
        }
        const start = performance.now()
        const loaded = sessions.has(key) ? null : await loader.load()
        if (loaded !== null && 'issues' in loaded) return { result: null, issues: [...network.issues, ...loaded.issues] }
        const read = performance.now() - start
        try {
          // The CPU goes first: how long it takes tells when a device that says nothing has hung.
          const onCpu = loaded === null || id === 'cpu' ? null : await runOnCpu(loaded.model, network, pixels, place)
          if (onCpu !== null) cpuTimes.set(key, onCpu.took)
          onDevice(id, false, cpuTimes.get(key))
          const began = performance.now()
          const session = await sessions.open(key, () => loadOn(id, loaded!.model))
          const built = performance.now()
          const predictions = await runSession(session, network, pixels, place)
          const took = performance.now() - built
          if (onCpu !== null && !isTrue(predictions, onCpu.predictions, network)) {
            untrue.add(key)
            throw new Error(otherNumbers)
          }
          const reason = failures.length > 0 ? failures.join(' ') : null
          return {
            device: { id, name: deviceNames[id], reason },
            candidates: { predictions, form: network.meaning.form, letterbox: place },
            times: { build: read + built - began, network: took },
          }
        } catch (error) {
          await sessions.release(key)
          failures.push(`${deviceNames[id]}: ${shortened(error instanceof Error ? error.message : String(error))}`)
        } finally {
          onDevice(null, false)
        }
      }
      throw new HostError('inference.failed', `The model could not be run. ${failures.join(' ')}`)
    } finally {
      await loader.close()
    }
  }

  const runSession = async (session: InferenceSession, network: Network, pixels: Pixels, place: Letterbox): Promise<Tensor> => {
    const image = new Tensor('uint8', pixels.data, [pixels.height, pixels.width, 3])
    const numbers = Object.entries(letterboxNumbers(place)).map(
      ([name, values]) => [name, new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])] as const,
    )
    let feeds: Record<string, Tensor> = { image, ...Object.fromEntries(numbers) }
    if (network.input !== 'pixels') {
      letterboxes ??= openLetterboxes()
      const { images } = await (await letterboxes)[network.input.type]!.run(feeds)
      feeds = { [network.input.name]: images! }
    }
    return (await session.run(feeds, [network.output]))[network.output]!
  }

  /** What the CPU gives, and how long that takes it. */
  const runOnCpu = async (model: LoadableModel, network: Network, pixels: Pixels, place: Letterbox) => {
    const start = performance.now()
    const session = await loadOn('cpu', model)
    try {
      const predictions = await runSession(session, network, pixels, place)
      return { predictions, took: performance.now() - start }
    } finally {
      await session.release()
    }
  }

  /** Whether a device gave what the CPU gives. */
  const isTrue = (predictions: Tensor, onCpu: Tensor, { meaning }: Network): boolean =>
    predictions.type !== 'float32' || // half precision is its file's own choice
    agree(predictions.data as Float32Array, onCpu.data as Float32Array, meaning.form)

  return {
    async devices(_, refusals) {
      refused = refusals
      return devices.list()
    },

    async run(job, refusals) {
      refused = refusals
      const start = performance.now()
      const pixels = await decodeImage(job.image)
      const decode = performance.now() - start
      const { key, plan } = await planOf(job)
      if (plan.network === null) return { result: null, issues: plan.issues }
      const planning = performance.now() - start - decode
      const { network } = plan
      const ran = await runNetwork(key, network, pixels, job)
      if ('result' in ran) return ran
      const before = performance.now()
      const { detections, highest } = await selector.select(ran.candidates, job)
      const select = performance.now() - before
      if (job.picture !== null) await writePicture(pixels, job.picture)
      const run = randomUUID()
      runs.set(run, ran.candidates)
      for (const old of [...runs.keys()].slice(0, -keptRuns)) runs.delete(old)
      const times = { decode, build: planning + ran.times.build, network: ran.times.network, select }
      const { width, height } = pixels
      const result: RunResult = {
        run,
        device: ran.device,
        width,
        height,
        names: network.meaning.names,
        task: 'detect',
        detections,
        highest,
        times,
      }
      return { result, issues: network.issues }
    },

    async select({ run, ...how }: SelectJob) {
      const candidates = runs.get(run)
      if (candidates === undefined) throw new HostError('preview.missing', 'The candidates of this preview are no longer there.')
      return (await selector.select(candidates, how)).detections
    },

    async forget(run) {
      runs.delete(run)
      return null
    },
  }
}

/** The same for the same model with the same weights. */
async function keyOf(model: RunJob['model']): Promise<string> {
  const weights = model.kind === 'text' && 'file' in model.weights ? model.weights.file : null
  const file = model.kind === 'file' ? model.path : weights
  if (file === null) return JSON.stringify(model)
  const { mtimeMs, size } = await stat(file).catch((error: unknown) => {
    throw fromSystemError(error, file)
  })
  return JSON.stringify([model, mtimeMs, size])
}

/** Where an image lies on the network's canvas. */
function placeOn({ meaning: { form }, largest, multipleOf }: Network, { height, width }: Pixels, isRect: boolean): Letterbox {
  return letterbox([height, width], largest, { fit: form.fit, multipleOf: isRect ? multipleOf : null })
}

/** Loads a network once, for however many devices. */
function createLoader(network: Network, canvas: Size) {
  let loaded: Awaited<ReturnType<Network['load']>> | null = null
  return {
    load: async () => (loaded ??= await network.load(canvas)),
    async close() {
      if (loaded !== null && 'model' in loaded) await (loaded.model satisfies LoadableModel).close()
    },
  }
}

async function openLetterboxes() {
  const open = async (type: 'float32' | 'float16') => InferenceSession.create(await collectBytes(encodeModel(letterboxModel(type))))
  return { float32: await open('float32'), float16: await open('float16') }
}
