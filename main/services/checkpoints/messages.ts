/** What the host and the thread that reads checkpoints say to each other. */
import type { Checkpoint } from '../../../graph-core/weights/checkpoint'
import type { HostErrorCode } from '../../contract/host-error'
import type { Statistics } from './statistics'

export interface Summary {
  readonly format: Checkpoint['format']
  readonly meta: Checkpoint['meta']
  readonly tensors: number
  /** Of all tensors. */
  readonly values: number
  readonly bytes: number
}

export interface ListedTensor {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: number
}

/** What is asked, and what each answer is. A checkpoint is named by whoever opens it. */
export interface CheckpointTasks {
  readonly open: { readonly job: { readonly checkpoint: string; readonly path: string }; readonly answer: Summary }
  readonly tensors: {
    readonly job: { readonly checkpoint: string; readonly from: number; readonly count: number }
    readonly answer: readonly ListedTensor[]
  }
  readonly statistics: { readonly job: { readonly checkpoint: string; readonly name: string }; readonly answer: Statistics }
  readonly close: { readonly job: { readonly checkpoint: string }; readonly answer: null }
}
export type CheckpointTask = keyof CheckpointTasks

export interface CheckpointRequest<K extends CheckpointTask = CheckpointTask> {
  readonly id: number
  readonly task: K
  readonly job: CheckpointTasks[K]['job']
}

export type CheckpointReply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: { readonly code: HostErrorCode; readonly message: string } }
  | { readonly id: number; readonly bug: string }
