import type { OutputOf } from '../../main/contract/call'
import type { Host } from '../../main/contract/host'
import type { Caller } from '../app/bulk'

/** What a checkpoint is, without its tensors. */
export type CheckpointSummary = OutputOf<Host, 'checkpoint.open'>
export type ListedTensor = OutputOf<Host, 'checkpoint.tensors'>['tensors'][number]

/** As many rows as the host gives at once. */
const page = 1000

/** The whole table of a checkpoint that is open, page by page. Rejects with HostError. */
export async function readTable(host: Caller, { checkpoint, tensors: count }: CheckpointSummary, signal?: AbortSignal) {
  const all: ListedTensor[] = []
  while (all.length < count) {
    const { tensors } = await host.call('checkpoint.tensors', { checkpoint, from: all.length, count: page }, signal && { signal })
    if (tensors.length === 0) break
    all.push(...tensors)
  }
  return all
}
