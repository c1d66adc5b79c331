/** The host's end of the thread that reads checkpoints. It starts when one is opened; one that dies takes the open checkpoints along and no more. */
import { Worker } from 'node:worker_threads'
import { HostError } from '../../contract/host-error'
import { builtProgram } from '../built-program'
import type { CheckpointReply, CheckpointRequest, CheckpointTask, CheckpointTasks } from './messages'

export interface Checkpoints {
  /** Throws HostError `weights.*`, `file.*` or `checkpoint.missing`. One that is given up no longer waits for the answer. */
  ask<K extends CheckpointTask>(task: K, job: CheckpointTasks[K]['job'], signal?: AbortSignal): Promise<CheckpointTasks[K]['answer']>
  close(): Promise<void>
}

interface Pending {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: unknown) => void
}

/** More than the table of any checkpoint takes; values are not counted. */
const memoryLimit = { maxOldGenerationSizeMb: 1024 }

/** `program`: the built thread, where it is not beside this program. */
export function createCheckpoints(program?: string): Checkpoints {
  const pending = new Map<number, Pending>()
  let worker: Worker | null = null
  let count = 0

  const start = (): Worker => {
    const file = program ?? builtProgram('checkpoint-worker.js')
    if (file === null) throw new HostError('app.not-built', 'The program that reads checkpoints was not built.')
    const started = new Worker(file, { resourceLimits: memoryLimit, stdout: true, stderr: true })
    const lost = (reason: HostError) => {
      if (worker !== started) return
      worker = null
      for (const { reject } of pending.values()) reject(reason)
      pending.clear()
    }
    started.on('message', receive)
    started.on('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      lost(isFull ? new HostError('weights.too-large', 'The checkpoint takes more memory than there is for it.') : ended(error.message))
    })
    started.on('exit', (code) => lost(ended(`It ended with code ${code}.`)))
    started.unref()
    return (worker = started)
  }

  const receive = (reply: CheckpointReply) => {
    const asked = pending.get(reply.id)
    pending.delete(reply.id)
    if ('answer' in reply) asked?.resolve(reply.answer)
    else if ('error' in reply) asked?.reject(new HostError(reply.error.code, reply.error.message))
    else asked?.reject(new Error(reply.bug))
  }

  return {
    ask: (task, job, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const id = ++count
        pending.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        signal?.addEventListener('abort', () => (pending.delete(id), reject(signal.reason as Error)), { once: true })
        try {
          ;(worker ?? start()).postMessage({ id, task, job } satisfies CheckpointRequest)
        } catch (error) {
          pending.delete(id)
          throw error
        }
      }),
    async close() {
      const last = worker
      worker = null
      for (const { reject } of pending.values()) reject(ended('Graft is ending.'))
      pending.clear()
      await last?.terminate()
    },
  }
}

const ended = (reason: string) => new HostError('host.failed', `The program that reads checkpoints ended. ${reason}`)
