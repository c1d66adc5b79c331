/**
 * The host's end of the process that runs models. Tasks go to it one by one, what only makes ready for later behind all others. When it ends, the task
 * it was at fails, or goes on elsewhere when a device was the cause; those that wait are done by the next process, which is started at once.
 */
import type { Device } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import { deviceNames } from './devices/device-names'
import { type Ending, endingOf, silence } from './process/endings'
import type { InferenceChild, InferenceStarter } from './process/inference-child'
import { memoryShare } from './process/memory-share'
import type {
  DeviceId,
  FeatureAnswer,
  FeatureJob,
  LatencyAnswer,
  LatencyJob,
  PrepareAnswer,
  PrepareJob,
  Progress,
  Reply,
  Request,
  RunAnswer,
  RunJob,
  SelectJob,
  Stage,
  TaskName,
  Tasks,
} from './process/messages'

export interface Inference {
  /**
   * Every device, tried out once; those of `again` are tried another time, whatever was found before. That ends the process once it has nothing else at
   * hand, and with it what its runs kept: drivers are looked for when a process first needs one.
   */
  devices(options?: { readonly again?: readonly DeviceId[]; readonly signal?: AbortSignal }): Promise<readonly Device[]>
  /** Runs an image through a model. One that is given up ends the process it is in, at once. Throws HostError. */
  run(job: RunJob, signal?: AbortSignal): Promise<RunAnswer>
  /**
   * Builds and loads a model for an image, so that running it need not. One that is given up goes on unheard, and ends the process only when a run
   * would have to wait for it. Throws HostError.
   */
  prepare(job: PrepareJob, options?: { readonly signal?: AbortSignal; readonly onStage?: (stage: Stage) => void }): Promise<PrepareAnswer>
  /** What a row gives on an image. One that is given up goes on unheard, as one that prepares does. Throws HostError. */
  features(job: FeatureJob, signal?: AbortSignal): Promise<FeatureAnswer>
  /** How long the rows of a model take. One that is given up ends the process, at once. Throws HostError. */
  latency(
    job: LatencyJob,
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (progress: Progress) => void },
  ): Promise<LatencyAnswer>
  /** Selects again. Throws HostError `preview.missing` when the run's process is no more. */
  select(job: SelectJob, signal?: AbortSignal): Promise<Tasks['select']['answer']>
  /** Nobody will select among the run's candidates any more. */
  forget(run: string): void
  /** Bytes the process may take from its next task on; undefined: the usual share of the machine's. */
  limitMemory(bytes: number | undefined): void
  close(): void
}

export interface InferenceOptions {
  readonly starter: InferenceStarter
  /** Told after the process died and another one was started. */
  readonly onRestart?: (reason: string) => void
  /** How long trying a device out may take, in milliseconds. */
  readonly trialLimit?: number
  /** How long a device may take for what the CPU does in no time, in milliseconds; what the CPU takes counts twenty times on top. */
  readonly deviceLimit?: number
  /** How long the process may take to start, in milliseconds. */
  readonly startLimit?: number
  /** Bytes the process may take. */
  readonly memoryLimit?: number
}

/** A device that takes this many times as long as the CPU is none. */
const patience = 20

interface Pending {
  readonly task: TaskName
  readonly job: unknown
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: unknown) => void
  readonly onStage: ((stage: Stage) => void) | undefined
  readonly onProgress: ((progress: Progress) => void) | undefined
  /** The device it is at. */
  device: DeviceId | null
  /** Whether it is for a process that has done nothing yet. */
  needsFresh: boolean
}

/** The task the process is at. */
interface Current {
  readonly id: number
  readonly pending: Pending
  limit: NodeJS.Timeout | null
}

export function createInference(options: InferenceOptions): Inference {
  const { starter, onRestart, trialLimit = 60_000, deviceLimit = 60_000, startLimit = 60_000 } = options
  const waiting: Pending[] = []
  const refusals: Partial<Record<DeviceId, string>> = {}
  let child: { readonly process: InferenceChild; isReady: boolean } | null = null
  let current: Current | null = null
  let memoryLimit = options.memoryLimit ?? memoryShare()
  let count = 0
  let isClosed = false

  const start = () => {
    const process = starter.start()
    const started = (child = { process, isReady: false })
    const limit = setTimeout(() => {
      if (child !== started) return
      drop()
      lost(silence('starting', startLimit), false)
    }, startLimit)
    limit.unref()
    process.onMessage((message) => {
      clearTimeout(limit)
      if (child === started) receive(message as Reply)
    })
    process.onExit((exit) => {
      clearTimeout(limit)
      if (child !== started) return
      child = null
      lost(endingOf(exit), started.isReady)
    })
    return started
  }

  /** Whether another process could be started at once; where not, the next task hears why. */
  const isStarted = () => {
    try {
      return start() !== null
    } catch {
      return false
    }
  }

  const next = () => {
    if (current !== null || isClosed || waiting.length === 0) return
    const urgent = waiting.findIndex(({ task }) => task !== 'prepare')
    const pending = waiting.splice(Math.max(urgent, 0), 1)[0]!
    current = { id: ++count, pending, limit: null }
    const { task, job } = pending
    const request = { id: current.id, task, job, refusals: { ...refusals }, memoryLimit } as Request
    if (pending.needsFresh) drop()
    pending.needsFresh = false
    try {
      const { process } = child ?? start()
      process.post(request)
    } catch (error) {
      finish()?.reject(error) // the program cannot even be found
      next()
    }
  }

  /** The task at hand is over. */
  const finish = (): Pending | null => {
    const pending = current?.pending ?? null
    if (current?.limit) clearTimeout(current.limit)
    current = null
    return pending
  }

  const receive = (reply: Reply) => {
    if (reply.type === 'ready') return void (child!.isReady = true)
    if (current?.id !== reply.id) return
    if (reply.type === 'trying') return trying(current, reply)
    if (reply.type === 'stage') return current.pending.onStage?.(reply.stage)
    if (reply.type === 'progress') return current.pending.onProgress?.(reply.progress)
    const { resolve, reject } = finish()!
    if (reply.type === 'answer') resolve(reply.answer)
    else if (reply.type === 'error') reject(new HostError(reply.code, reply.message))
    else reject(new Error(reply.message))
    next()
  }

  const trying = (at: Current, { device, isTrial, onCpu = 0 }: Extract<Reply, { type: 'trying' }>) => {
    at.pending.device = device
    if (at.limit) clearTimeout(at.limit)
    const limit = isTrial ? trialLimit : deviceLimit + patience * onCpu
    const tooLate = () => {
      drop()
      lost(isTrial ? silence('a trial', limit) : silence('a run', limit, onCpu), true)
    }
    // There is nothing to fall back to from the CPU.
    at.limit = device !== null && device !== 'cpu' ? setTimeout(tooLate, limit) : null
  }

  /** Ends the process, and hears nothing more of it. */
  const drop = () => {
    const dropped = child
    child = null
    dropped?.process.kill()
  }

  /** The process is no more, though nobody wanted that. */
  const lost = ({ reason, isFull }: Ending, wasReady: boolean) => {
    const pending = finish()
    const device = pending?.device ?? null
    const isAtFault = device !== null && device !== 'cpu' && !isFull
    if (!wasReady) pending?.reject(new HostError('inference.unavailable', `The process that runs models could not be started. ${reason}`))
    else if (pending !== null && isAtFault) {
      refusals[device] = reason
      pending.device = null
      if (pending.signal?.aborted !== true) waiting.unshift(pending)
    } else if (isFull) pending?.reject(new HostError('inference.out-of-memory', reason))
    else pending?.reject(new HostError('inference.crashed', `The process that runs models ended in the middle of the work. ${reason}`))
    if (wasReady && !isClosed && isStarted()) onRestart?.(isAtFault ? `${deviceNames[device]}: ${reason}` : reason)
    next()
  }

  const ask = <K extends TaskName>(
    task: K,
    job: Tasks[K]['job'],
    {
      signal,
      onStage,
      onProgress,
      needsFresh = false,
    }: {
      readonly signal?: AbortSignal
      readonly onStage?: (stage: Stage) => void
      readonly onProgress?: (progress: Progress) => void
      readonly needsFresh?: boolean
    } = {},
  ) =>
    new Promise<Tasks[K]['answer']>((resolve, reject) => {
      if (isClosed) return reject(new HostError('inference.unavailable', 'Graft is ending.'))
      if (signal?.aborted) return reject(signal.reason as Error)
      const pending: Pending = {
        task,
        job,
        signal,
        resolve: resolve as (answer: unknown) => void,
        reject,
        onStage,
        onProgress,
        device: null,
        needsFresh,
      }
      signal?.addEventListener('abort', () => give(pending), { once: true })
      waiting.push(pending)
      makeWay()
      next()
    })

  /** The caller wants a task no more. */
  const give = (pending: Pending) => {
    pending.reject(pending.signal?.reason)
    if (waiting.includes(pending)) waiting.splice(waiting.indexOf(pending), 1)
    // Everything but running and measuring is over soon by itself, and would take along what other runs left.
    if (current?.pending === pending && (pending.task === 'run' || pending.task === 'latency')) abandon()
    else makeWay()
    next()
  }
  const abandon = () => {
    drop()
    finish()
  }
  /** A run does not wait for what nobody wants any more. */
  const makeWay = () => {
    const at = current?.pending
    const isUnheard = at?.signal?.aborted === true && (at.task === 'prepare' || at.task === 'features')
    if (isUnheard && waiting.some(({ task }) => task === 'run')) abandon()
  }

  return {
    async devices({ again = [], signal } = {}) {
      for (const id of again) delete refusals[id]
      return ask('devices', null, { signal, needsFresh: again.length > 0 })
    },
    run: (job, signal) => ask('run', job, { signal }),
    prepare: (job, options) => ask('prepare', job, options),
    features: (job, signal) => ask('features', job, { signal }),
    latency: (job, options) => ask('latency', job, options),
    select: (job, signal) => ask('select', job, { signal }),
    limitMemory: (bytes = memoryShare()) => void (memoryLimit = bytes),
    forget: (run) => void ask('forget', run).catch(() => undefined), // a process that ended has forgotten
    close() {
      isClosed = true
      const pending = [...(current ? [current.pending] : []), ...waiting.splice(0)]
      finish()
      drop()
      for (const { reject } of pending) reject(new HostError('inference.unavailable', 'Graft is ending.'))
    },
  }
}
