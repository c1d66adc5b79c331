/** Checkpoints as files of this machine. */
import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ByteSource } from '../../../graph-core/weights/byte-source'
import type { Checkpoint } from '../../../graph-core/weights/checkpoint'
import { CheckpointError } from '../../../graph-core/weights/checkpoint-error'
import { openCheckpoint } from '../../../graph-core/weights/open-checkpoint'
import { SafetensorsError } from '../../../graph-core/weights/safetensors-error'
import { HostError, fromSystemError } from '../../contract/host-error'
import { type FileSource, openFileSource } from '../files/file-source'

/** An open checkpoint; its tensors can be read until it is closed. */
export interface CheckpointFile extends Checkpoint {
  close(): Promise<void>
}

/** Opens a file of any format that is read. Fails with Node's own errors, CheckpointError or SafetensorsError. */
export async function openCheckpointFile(path: string): Promise<CheckpointFile> {
  const open: FileSource[] = []
  const close = async () => void (await Promise.all(open.map((file) => file.close())))
  const opened = async (file: string): Promise<ByteSource> => {
    const source = await openFileSource(file)
    open.push(source)
    return source
  }
  try {
    const checkpoint = await openCheckpoint(await opened(path), async (name) => opened(await besideOf(path, name)))
    return { ...checkpoint, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A file that a network keeps its values in. The network says which one, and it may come from anyone: what is hidden or leads elsewhere is not opened. */
async function besideOf(path: string, name: string): Promise<string> {
  const beside = join(dirname(path), name)
  const found = await lstat(beside).catch(() => null)
  if (found === null) throw new CheckpointError('missing-values', `the file ${name} with its values is not beside it`)
  if (!found.isFile() || name.startsWith('.')) throw new CheckpointError('unsupported', `${name} is no file of values`)
  return beside
}

/** What an error in reading `path` as weights means to its user; null where it is about something else. */
export function weightsError(error: unknown, path: string): HostError | null {
  if (error instanceof SafetensorsError) return new HostError('weights.unreadable', `${path} cannot be read as weights: ${error.message}.`)
  if (!(error instanceof CheckpointError)) return null
  const what = error.kind === 'unsafe' ? 'is not read' : 'cannot be read as weights'
  return new HostError(`weights.${error.kind}`, `${path} ${what}: ${error.message}.`)
}

/** Runs something that reads the weights in `path`; its errors come out as HostErrors where they are the outside world's. */
export async function readingWeights<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw weightsError(error, path) ?? fromSystemError(error, path)
  }
}
