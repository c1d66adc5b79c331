/** `checkpoint.*`: what a window may ask of checkpoints. It sees only those it opened itself, and they are closed with it. */
import { randomUUID } from 'node:crypto'
import type { host as contract } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import type { Handlers } from '../../contract/server'
import { type PathGate, readable } from '../files/path-gate'
import type { Services } from '../host'

type CheckpointCalls = Pick<
  Handlers<typeof contract>,
  'checkpoint.open' | 'checkpoint.tensors' | 'checkpoint.statistics' | 'checkpoint.close'
>

export interface CheckpointWindow {
  readonly handlers: CheckpointCalls
  /** The window is gone. */
  readonly close: () => Promise<void>
}

export function createCheckpointHandlers({ attempt, bulk, checkpoints, recent }: Services, gate: PathGate): CheckpointWindow {
  const own = new Set<string>()
  const checkOwn = (checkpoint: string) => {
    if (!own.has(checkpoint)) throw new HostError('checkpoint.missing', 'The checkpoint is no longer open.')
  }
  const drop = async (checkpoint: string) => {
    if (own.delete(checkpoint)) await checkpoints.ask('close', { checkpoint })
  }
  return {
    handlers: {
      async 'checkpoint.open'({ file, isRecent = false }, { signal }) {
        const path = await readable(file, bulk, gate)
        const checkpoint = randomUUID()
        own.add(checkpoint)
        try {
          const { meta, ...summary } = await checkpoints.ask('open', { checkpoint, path }, signal)
          if (isRecent && 'path' in file) await attempt('recent', () => recent.add(path))
          return { checkpoint, ...summary, meta: { ...meta } as Record<string, never> }
        } catch (error) {
          await drop(checkpoint)
          throw error
        }
      },
      async 'checkpoint.tensors'(job, { signal }) {
        checkOwn(job.checkpoint)
        const tensors = await checkpoints.ask('tensors', job, signal)
        return { tensors: tensors.map((each) => ({ ...each, shape: [...each.shape] })) }
      },
      async 'checkpoint.statistics'(job, { signal }) {
        checkOwn(job.checkpoint)
        return checkpoints.ask('statistics', job, signal)
      },
      async 'checkpoint.close'({ checkpoint }) {
        await drop(checkpoint)
        return {}
      },
    },
    close: async () => {
      for (const checkpoint of [...own]) await drop(checkpoint)
    },
  }
}
