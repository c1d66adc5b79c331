/**
 * The host's end of the process that runs models. Tasks go to it one by one. When it ends, the task it was at fails, or goes on elsewhere when a
 * device was the cause; those that wait are done by the next process, which is started at once.
 */
import type { Device } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import { deviceNames } from './device-names'
import type { ChildExit, InferenceChild, InferenceStarter } from './inference-child'
import type { DeviceId, Reply, Request, RunAnswer, RunJob, SelectJob, TaskName, Tasks } from './messages'

export interface Inference {
  /** Every device, tried out. */
  devices(signal?: AbortSignal): Promise<readonly Device[]>
  /** Runs an image through a model. One that is given up ends the process it is in, at once. Throws HostError. */
  run(job: RunJob, signal?: AbortSignal): Promise<RunAnswer>
  /** Selects again. Throws HostError `preview.missing` when the run's process is no more. */
  select(job: SelectJob, signal?: AbortSignal): Promise<Tasks['select']['answer']>
  /** Nobody will select among the run's candidates any more. */
  forget(run: string): void
  close(): void
}

export interface InferenceOptions {
  readonly starter: InferenceStarter
  /** Told after the process died and another one was started. */
  readonly onRestart?: (reason: string) => void
  /** How long trying a device out may take, in milliseconds. */
  readonly trialLimit?: number
}

interface Pending {
  readonly task: TaskName
  readonly job: unknown
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: unknown) => void
  /** The device it is at. */
  device: DeviceId | null
}

/** The task the process is at. */
interface Current {
  readonly id: number
  readonly pending: Pending
  trial: NodeJS.Timeout | null
}

export function createInference({ starter, onRestart, trialLimit = 60_000 }: InferenceOptions): Inference {
  const waiting: Pending[] = []
  const refusals: Partial<Record<DeviceId, string>> = {}
  let child: { readonly process: InferenceChild; isReady: boolean } | null = null
  let current: Current | null = null
  let count = 0
  let isClosed = false

  const start = () => {
    const process = starter.start()
    const started = (child = { process, isReady: false })
    process.onMessage((message) => {
      if (child === started) receive(message as Reply)
    })
    process.onExit((exit) => {
      if (child !== started) return
      child = null
      lost(whyEnded(exit), started.isReady)
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
    const pending = current === null && !isClosed ? waiting.shift() : undefined
    if (pending === undefined) return
    current = { id: ++count, pending, trial: null }
    const { task, job } = pending
    const request = { id: current.id, task, job, refusals: { ...refusals } } as Request
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
    if (current?.trial) clearTimeout(current.trial)
    current = null
    return pending
  }

  const receive = (reply: Reply) => {
    if (reply.type === 'ready') return void (child!.isReady = true)
    if (current?.id !== reply.id) return
    if (reply.type === 'trying') return trying(current, reply)
    const { resolve, reject } = finish()!
    if (reply.type === 'answer') resolve(reply.answer)
    else if (reply.type === 'error') reject(new HostError(reply.code, reply.message))
    else reject(new Error(reply.message))
    next()
  }

  const trying = (at: Current, { device, isTrial }: Extract<Reply, { type: 'trying' }>) => {
    at.pending.device = device
    if (at.trial) clearTimeout(at.trial)
    // There is nothing to fall back to from the CPU.
    at.trial = isTrial && device !== null && device !== 'cpu' ? setTimeout(tooLate, trialLimit) : null
  }
  const tooLate = () => {
    drop()
    lost('Trying the device out took too long.', true)
  }

  /** Ends the process, and hears nothing more of it. */
  const drop = () => {
    const dropped = child
    child = null
    dropped?.process.kill()
  }

  /** The process is no more, though nobody wanted that. */
  const lost = (reason: string, wasReady: boolean) => {
    const pending = finish()
    const device = pending?.device ?? null
    if (!wasReady) pending?.reject(new HostError('inference.unavailable', `The process that runs models could not be started. ${reason}`))
    else if (pending !== null && device !== null && device !== 'cpu') {
      refusals[device] = reason
      pending.device = null
      waiting.unshift(pending)
    } else pending?.reject(new HostError('inference.crashed', `The process that runs models ended in the middle of the work. ${reason}`))
    if (wasReady && !isClosed && isStarted())
      onRestart?.(device === null || device === 'cpu' ? reason : `${deviceNames[device]}: ${reason}`)
    next()
  }

  const ask = <K extends TaskName>(task: K, job: Tasks[K]['job'], signal?: AbortSignal) =>
    new Promise<Tasks[K]['answer']>((resolve, reject) => {
      if (isClosed) return reject(new HostError('inference.unavailable', 'Graft is ending.'))
      if (signal?.aborted) return reject(signal.reason as Error)
      const pending: Pending = { task, job, signal, resolve: resolve as (answer: unknown) => void, reject, device: null }
      signal?.addEventListener('abort', () => give(pending), { once: true })
      waiting.push(pending)
      next()
    })

  /** The caller wants a task no more. */
  const give = (pending: Pending) => {
    pending.reject(pending.signal?.reason)
    if (waiting.includes(pending)) waiting.splice(waiting.indexOf(pending), 1)
    // Everything but a run is over soon by itself, and would take along what other runs left.
    if (current?.pending !== pending || pending.task !== 'run') return
    drop()
    finish()
    next()
  }

  return {
    devices: (signal) => ask('devices', null, signal),
    run: (job, signal) => ask('run', job, signal),
    select: (job, signal) => ask('select', job, signal),
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

/** How the process ended, in a sentence; its last words where it chose to end. */
function whyEnded({ code, signal, lastWords }: ChildExit): string {
  const how = signal !== null ? `It was ended by ${signal}.` : code !== null ? `It ended with code ${code}.` : 'It did not start.'
  const words = lastWords.replace(/\s+/g, ' ').slice(0, 300)
  return words === '' || signal === 'SIGKILL' ? how : `${how} Its last words: ${words}`
}
