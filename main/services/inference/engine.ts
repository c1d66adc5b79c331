/** What the process that runs models does: decode, letterbox, network, select; one task at a time. */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { type Letterbox, type Size, letterbox } from '../../../graph-core/onnx/programs/letterbox-geometry'
import { taskOf } from '../../../graph-core/onnx/programs/predictions'
import type { Library } from '../../../graph-core/symbolic'
import type { Features, Finding } from '../../contract/host'
import { HostError, fromSystemError } from '../../contract/host-error'
import { agree } from './devices/agreement'
import { deviceNames, isOutOfMemory, shortened } from './devices/device-names'
import { createDevices } from './devices/devices'
import { featureMaps } from './features/feature-maps'
import { createRowSessions } from './features/feature-sessions'
import { createFeeds } from './networks/feeds'
import { planFile } from './networks/file-network'
import { type Pixels, decodeImage, imageSize, writePicture } from './images/image'
import { createMeasure } from './latency/latency'
import type { DeviceId, PrepareJob, Progress, Refusals, RunJob, RunResult, SelectJob, Stage, TaskName, Tasks } from './process/messages'
import type { LoadableModel, Loaded, Network, Planned } from './networks/network'
import { type Candidates, createSelector } from './results/selector'
import { createSessions, loadOn } from './networks/sessions'
import { noise } from './images/shrink'
import { planText } from './networks/text-network'

export interface EngineOptions {
  readonly library: Library
  /** Told which device is in use, and with null when none is; with the milliseconds that the CPU takes for the same where that is known. */
  readonly onDevice: (device: DeviceId | null, isTrial: boolean, onCpu?: number) => void
  /** Told what is begun. */
  readonly onStage?: (stage: Stage) => void
  /** Told how far measuring is. */
  readonly onProgress?: (progress: Progress) => void
}

export type Engine = { readonly [K in TaskName]: (job: Tasks[K]['job'], refusals: Refusals) => Promise<Tasks[K]['answer']> }

/** Why a device is left out for a network that it runs wrongly. */
const otherNumbers = 'It computes other numbers than the CPU for this model.'

/** Runs whose candidates are kept: more than windows that are open. */
const keptRuns = 32

/** Models that are kept read and built. */
const keptPlans = 4

/** A network on the canvas of an image. */
interface Placed {
  /** The same for the same network with the same weights. */
  readonly own: string
  readonly network: Network
  readonly place: Letterbox
}

/** A network on a device that has it. */
interface Opened {
  readonly session: InferenceSession
  readonly id: DeviceId
}

/** Where a network was used, and what came of it. */
interface Used<T> {
  readonly device: RunResult['device']
  readonly value: T
  /** Milliseconds until it was loaded. */
  readonly build: number
}

export function createEngine({ library, onDevice, onStage = () => undefined, onProgress = () => undefined }: EngineOptions): Engine {
  let refused: Refusals = {}
  const devices = createDevices({ refusals: () => refused, onTrial: (id) => onDevice(id, true) })
  const sessions = createSessions()
  const selector = createSelector()
  const runs = new Map<string, Candidates>()
  /** Networks that a device computes otherwise than the CPU, by the keys of their sessions. */
  const untrue = new Set<string>()
  /** What the CPU took for a network, by the keys of the sessions on other devices. */
  const cpuTimes = new Map<string, number>()
  const feeds = createFeeds()
  const openRow = createRowSessions(sessions)
  const measure = createMeasure({ devices, feeds, selector, onDevice, onProgress })
  const plans = new Map<string, Planned>()
  /** What was found wrong when a network was loaded, by `own`: said at every run. */
  const loadIssues = new Map<string, readonly Finding[]>()

  /** Reads a model, and names its network by what the text means: comments and spaces build nothing again. */
  const planOf = async ({ model }: Pick<PrepareJob, 'model'>): Promise<{ readonly own: string; readonly plan: Planned }> => {
    const stamp = await stampOf(model)
    const key = JSON.stringify([model, stamp])
    const plan = plans.get(key) ?? (model.kind === 'text' ? planText(model, library) : await planFile(model))
    keepLast(plans, key, plan, keptPlans)
    const weights = model.kind === 'text' ? model.weights : null
    return { own: JSON.stringify([plan.network?.identity, weights, stamp]), plan }
  }

  const issuesOf = ({ own, network }: Pick<Placed, 'own' | 'network'>) => [...network.issues, ...(loadIssues.get(own) ?? [])]

  /** The network loaded on a device; the first time it is held there to the CPU's numbers. Null where it has errors. */
  const openOn = async (id: DeviceId, key: string, placed: Placed, loader: Loader, pixels: () => Pixels): Promise<Opened | null> => {
    const { own, network, place } = placed
    if (sessions.has(key)) {
      onDevice(id, false, cpuTimes.get(key))
      return { session: await sessions.open(key), id }
    }
    onStage('build')
    const loaded = await loader.load()
    keepLast(loadIssues, own, loaded.issues, keptRuns)
    if (loaded.model === null) return null
    const { model } = loaded
    onStage('load')
    const make = async () => ({ session: await loadOn(id, model), bytes: await sizeOf(model) })
    if (id === 'cpu') {
      onDevice(id, false)
      return { session: await sessions.open(key, make), id }
    }
    // The CPU goes first: how long it takes tells when a device that says nothing has hung.
    const onCpu = await runOnCpu(model, network, pixels(), place)
    cpuTimes.set(key, onCpu.took)
    onDevice(id, false, onCpu.took)
    const session = await sessions.open(key, make)
    onStage('check')
    if (!isTrue(await runSession(session, network, pixels(), place), onCpu.outputs, network)) {
      untrue.add(key)
      throw new Error(otherNumbers)
    }
    return { session, id }
  }

  /** Uses the network where it can be used: where one device fails, the next takes over. Null where it has errors. `pixels` are to try it with. */
  const useNetwork = async <T>(
    placed: Placed,
    device: RunJob['device'],
    pixels: () => Pixels,
    use: (opened: Opened) => Promise<T> | T,
  ): Promise<Used<T> | null> => {
    const { own, network, place } = placed
    const loader = createLoader(network, place.canvas)
    const failures: string[] = []
    const isFull: boolean[] = []
    try {
      for await (const { id, refusal } of devices.choices(device)) {
        const key = JSON.stringify([own, place.canvas, id])
        const known = refusal ?? (untrue.has(key) ? otherNumbers : null)
        if (known !== null) {
          failures.push(`${deviceNames[id]}: ${known}`)
          continue
        }
        try {
          const start = performance.now()
          const opened = await openOn(id, key, placed, loader, pixels)
          if (opened === null) return null
          const build = performance.now() - start
          const value = await use(opened)
          return { device: { id, name: deviceNames[id], reason: failures.length > 0 ? failures.join(' ') : null }, value, build }
        } catch (error) {
          if (error instanceof HostError) throw error
          await sessions.release(key)
          const message = error instanceof Error ? error.message : String(error)
          isFull.push(isOutOfMemory(message))
          failures.push(`${deviceNames[id]}: ${shortened(message)}`)
        } finally {
          onDevice(null, false)
        }
      }
      const code = isFull.at(-1) === true ? 'inference.out-of-memory' : 'inference.failed'
      throw new HostError(code, `The model could not be run. ${failures.join(' ')}`)
    } finally {
      await loader.close()
    }
  }

  const runSession = async (session: InferenceSession, network: Network, pixels: Pixels, place: Letterbox): Promise<readonly Tensor[]> => {
    const given = await session.run(await feeds.of(network, feeds.seen(pixels, place), place), network.outputs)
    return network.outputs.map((name) => given[name]!)
  }

  /** What the CPU gives, and how long that takes it. */
  const runOnCpu = async (model: LoadableModel, network: Network, pixels: Pixels, place: Letterbox) => {
    const start = performance.now()
    const session = await loadOn('cpu', model)
    try {
      const outputs = await runSession(session, network, pixels, place)
      return { outputs, took: performance.now() - start }
    } finally {
      await session.release()
    }
  }

  /** Whether a device gave what the CPU gives. */
  const isTrue = (outputs: readonly Tensor[], onCpu: readonly Tensor[], { meaning }: Network): boolean => {
    if (outputs.some(({ type }) => type !== 'float32')) return true // half precision is its file's own choice
    const valuesOf = (all: readonly Tensor[]) => all.map(({ data }) => data as Float32Array)
    return agree(valuesOf(outputs), valuesOf(onCpu), meaning.form)
  }

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
      const { own, plan } = await planOf(job)
      if (plan.network === null) return { result: null, issues: plan.issues }
      const planning = performance.now() - start - decode
      const { network } = plan
      const placed = { own, network, place: placeOn(network, pixels, job.isRect) }
      const used = await useNetwork(
        placed,
        job.device,
        () => pixels,
        async ({ session }) => {
          const start = performance.now()
          const outputs = await runSession(session, network, pixels, placed.place)
          return { outputs, took: performance.now() - start }
        },
      )
      if (used === null) return { result: null, issues: issuesOf(placed) }
      const candidates: Candidates = { outputs: used.value.outputs, form: network.meaning.form, letterbox: placed.place }
      const before = performance.now()
      const selection = await selector.select(candidates, job)
      const select = performance.now() - before
      if (job.picture !== null) await writePicture(pixels, job.picture)
      const run = randomUUID()
      keepLast(runs, run, candidates, keptRuns)
      const times = { decode, build: planning + used.build, network: used.value.took, select }
      const { width, height } = pixels
      const result: RunResult = {
        run,
        device: used.device,
        width,
        height,
        names: network.meaning.names,
        task: taskOf(network.meaning.form),
        ...selection,
        times,
      }
      return { result, issues: issuesOf(placed) }
    },

    async prepare(job, refusals) {
      refused = refusals
      const size = await imageSize(job.image)
      onStage('read')
      const { own, plan } = await planOf(job)
      if (plan.network === null) return { device: null, issues: plan.issues }
      const placed = { own, network: plan.network, place: placeOn(plan.network, size, job.isRect) }
      const used = await useNetwork(
        placed,
        job.device,
        () => noise(placed.place.scaled),
        () => null,
      )
      return { device: used?.device ?? null, issues: issuesOf(placed) }
    },

    async features({ row, file, picture, ...job }) {
      const pixels = await decodeImage(job.image)
      const { own, plan } = await planOf(job)
      if (plan.network === null) return { result: null, issues: plan.issues }
      const { network } = plan
      if (network.parts === null || row >= network.parts.rows) throw new Error(`expected a network with a row ${row}`)
      const place = placeOn(network, pixels, job.isRect)
      const { session, taps, leftOut, issues } = await openRow(own, network.parts, place.canvas, row)
      const found = [...network.issues, ...issues]
      if (session === null) return { result: null, issues: found }
      const fed = await feeds.of(network, feeds.seen(pixels, place), place)
      const maps = await featureMaps({ session, taps }, fed, place, file)
      await writePicture(pixels, picture)
      const { width, height } = pixels
      const { fit, scaled, offset, canvas } = place
      const at: Features['place'] = { fit, scaled: [...scaled], offset: [...offset], canvas: [...canvas] }
      return { result: { row, maps, leftOut, width, height, place: at }, issues: found }
    },

    async latency(job, refusals) {
      refused = refusals
      const size = await imageSize(job.image)
      const { plan } = await planOf(job)
      if (plan.network === null) return { latency: null, issues: plan.issues }
      return measure(plan.network, placeOn(plan.network, size, job.isRect), job)
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

/** Differs when the model's file on the disk does: its weights, or itself. Throws HostError `file.*`. */
async function stampOf(model: PrepareJob['model']): Promise<readonly number[]> {
  const weights = model.kind === 'text' && 'file' in model.weights ? model.weights.file : null
  const file = model.kind === 'file' ? model.path : weights
  if (file === null) return []
  const { mtimeMs, size, ino } = await stat(file).catch((error: unknown) => {
    throw fromSystemError(error, file)
  })
  return [mtimeMs, size, ino]
}

/** Bytes of a model, in memory or on the disk. */
const sizeOf = async ({ file }: LoadableModel) => (typeof file === 'string' ? (await stat(file)).size : file.byteLength)

/** Puts an entry last, and keeps no more than so many. */
function keepLast<K, V>(all: Map<K, V>, key: K, value: V, most: number): void {
  all.delete(key)
  all.set(key, value)
  for (const old of [...all.keys()].slice(0, -most)) all.delete(old)
}

/** Where an image lies on the network's canvas. */
function placeOn({ meaning: { form }, largest, multipleOf }: Network, { height, width }: Omit<Pixels, 'data'>, isRect: boolean): Letterbox {
  return letterbox([height, width], largest, { fit: form.fit, multipleOf: isRect ? multipleOf : null })
}

type Loader = ReturnType<typeof createLoader>

/** Loads a network once, for however many devices. */
function createLoader(network: Network, canvas: Size) {
  let loaded: Loaded | null = null
  return {
    load: async () => (loaded ??= await network.load(canvas)),
    async close() {
      await loaded?.model?.close()
    },
  }
}
