/** The thread that reads checkpoints, so that neither a large nor a hostile one ever stops the host. */
import { parentPort } from 'node:worker_threads'
import { HostError } from '../../contract/host-error'
import type { CheckpointReply, CheckpointRequest, CheckpointTask, CheckpointTasks } from './messages'
import { type CheckpointFile, openCheckpointFile, readingWeights } from './open-file'
import { statisticsOf } from './statistics'

const open = new Map<string, { readonly path: string; readonly file: CheckpointFile }>()

function known(checkpoint: string) {
  const found = open.get(checkpoint)
  if (found === undefined) throw new HostError('checkpoint.missing', 'The checkpoint is no longer open.')
  return found
}

const tasks: { readonly [K in CheckpointTask]: (job: CheckpointTasks[K]['job']) => Promise<CheckpointTasks[K]['answer']> } = {
  async open({ checkpoint, path }) {
    const file = await readingWeights(path, () => openCheckpointFile(path))
    open.set(checkpoint, { path, file })
    const all = [...file.tensors.values()]
    return {
      format: file.format,
      meta: file.meta,
      tensors: all.length,
      values: all.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0),
      bytes: all.reduce((sum, { byteLength }) => sum + byteLength, 0),
    }
  },
  tensors: async ({ checkpoint, from, count }) =>
    [...known(checkpoint).file.tensors.values()]
      .slice(from, from + count)
      .map(({ name, dtype, shape, byteLength }) => ({ name, dtype, shape, bytes: byteLength })),
  async statistics({ checkpoint, name }) {
    const { path, file } = known(checkpoint)
    const tensor = file.tensors.get(name)
    if (tensor === undefined) throw new HostError('checkpoint.missing', 'The checkpoint has no tensor of this name.')
    return readingWeights(path, () => statisticsOf(tensor))
  },
  async close({ checkpoint }) {
    await open.get(checkpoint)?.file.close()
    open.delete(checkpoint)
    return null
  },
}

async function answer({ id, task, job }: CheckpointRequest): Promise<CheckpointReply> {
  try {
    const run = tasks[task] as (job: CheckpointTasks[typeof task]['job']) => Promise<unknown>
    return { id, answer: await run(job) }
  } catch (error) {
    if (error instanceof HostError) return { id, error: { code: error.code, message: error.message } }
    return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort!.on('message', (request: CheckpointRequest) => void answer(request).then((reply) => parentPort!.postMessage(reply)))
