/** A checkpoint that is looked at in a tab: what it says of itself, its table, and the values of the tensors that are asked for. */
import type { OutputOf } from '../../main/contract/call'
import type { Host, UserFile } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import { createStore } from '../store'
import { type CheckpointSummary, type ListedTensor, readTable } from './read-table'

export type TensorStatistics = OutputOf<Host, 'checkpoint.statistics'>

export type CheckpointState =
  | { readonly status: 'opening' }
  | { readonly status: 'failed'; readonly error: HostError }
  | {
      readonly status: 'open'
      readonly summary: CheckpointSummary
      readonly tensors: readonly ListedTensor[]
      /** Of the tensors that were looked at, by name. */
      readonly statistics: ReadonlyMap<string, TensorStatistics | HostError>
    }

/** Where the file comes from: it is there, or is brought when it is wanted. */
export interface CheckpointOrigin {
  readonly name: string
  /** Of this machine; null for one that the browser brought. */
  readonly path: string | null
  readonly bring: (signal: AbortSignal) => Promise<UserFile>
}

export type OpenCheckpoint = ReturnType<typeof createCheckpoint>

/** Opens it at once. `id` names its tab. */
export function createCheckpoint(id: number, host: Caller, { name, path, bring }: CheckpointOrigin) {
  const { subscribe, getSnapshot, set } = createStore<CheckpointState>({ status: 'opening' })
  let controller = new AbortController()
  let held: string | null = null
  let file: UserFile | null = null
  /** A handle that a model reads its weights from outlives this tab. */
  let isLent = false

  async function load(): Promise<void> {
    controller.abort()
    const { signal } = (controller = new AbortController())
    held = null
    set({ status: 'opening' })
    try {
      const found = (file ??= await bring(signal))
      signal.throwIfAborted()
      const summary = await host.call('checkpoint.open', { file: found, isRecent: true }, { signal })
      held = summary.checkpoint
      const tensors = await readTable(host, summary, signal)
      set({ status: 'open', summary, tensors, statistics: new Map() })
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof HostError)) throw error
      set({ status: 'failed', error })
    }
  }

  /** Reads a tensor's values, once. */
  async function look(tensor: string): Promise<void> {
    const state = getSnapshot()
    if (state.status !== 'open' || state.statistics.has(tensor)) return
    const { checkpoint } = state.summary
    const found = await host.call('checkpoint.statistics', { checkpoint, name: tensor }).catch((error: unknown) => {
      if (!(error instanceof HostError)) throw error
      return error
    })
    const now = getSnapshot()
    if (now.status !== 'open' || now.summary.checkpoint !== checkpoint) return
    set({ ...now, statistics: new Map([...now.statistics, [tensor, found]]) })
  }

  const opened = load()
  return {
    kind: 'checkpoint' as const,
    id,
    name,
    path,
    subscribe,
    getSnapshot,
    /** The file was read, or it is known why not. */
    opened,
    load,
    look,
    /** The file as weights of a model; null before it was brought. */
    lend(): UserFile | null {
      isLent = true
      return file
    },
    /** Has the host let go of it. */
    async close(): Promise<void> {
      controller.abort()
      const closing: Promise<unknown>[] = []
      if (held !== null) closing.push(host.call('checkpoint.close', { checkpoint: held }))
      if (file !== null && 'handle' in file && !isLent) closing.push(host.call('bulk.discard', { handle: file.handle }))
      held = null
      await Promise.all(closing).catch((error: unknown) => {
        // Without a line the host has let go of it already.
        if (!(error instanceof HostError)) throw error
      })
    },
  }
}
