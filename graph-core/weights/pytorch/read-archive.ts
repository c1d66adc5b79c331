/**
 * PyTorch's files since 1.6: a ZIP archive with a folder that holds the pickle `data.pkl` and each storage's values as `data/KEY`.
 * Source: https://github.com/pytorch/pytorch/blob/main/caffe2/serialize/inline_container.h
 */
import type { ByteSource } from '../byte-source'
import { CheckpointError } from '../checkpoint-error'
import { unpickle } from '../pickle/unpickle'
import { entrySource, readZip } from '../zip/read-zip'
import type { PickledFile } from './pickled-file'
import { torchCalls } from './torch-calls'

/** Twenty times the pickle of the largest YOLO checkpoints, which name every module and tensor. */
export const longestPickle = 32 * 2 ** 20

export async function readArchive(source: ByteSource): Promise<PickledFile> {
  const entries = await readZip(source)
  const pickles = [...entries.values()].filter(({ name }) => /^[^/\\]+\/data\.pkl$/.test(name))
  if (pickles.length === 0) throw new CheckpointError('no-pickle', 'the archive has no data.pkl: it is no checkpoint of PyTorch')
  if (pickles.length > 1) throw new CheckpointError('bad-zip', 'the archive has more than one data.pkl')
  const folder = pickles[0]!.name.slice(0, -'data.pkl'.length)
  if (entries.has(`${folder}constants.pkl`)) throw new CheckpointError('unsupported', 'this is a TorchScript program and no checkpoint')
  const order = entries.get(`${folder}byteorder`)
  if (order !== undefined && (await contents(source, order, 16)).startsWith('big'))
    throw new CheckpointError('unsupported', 'the file was written by a big-endian machine')

  const pickle = entrySource(source, pickles[0]!)
  if (pickle.size > longestPickle) throw new CheckpointError('too-much', `the pickle has ${pickle.size} bytes`)
  const { value } = unpickle(await pickle.read(0, pickle.size), 0, torchCalls())
  return {
    container: 'pt',
    root: value,
    storage({ key, byteLength }) {
      const entry = entries.get(`${folder}data/${key}`)
      if (entry === undefined) throw new CheckpointError('missing-values', `the archive lacks the values of storage ${key}`)
      if (entry.size < byteLength)
        throw new CheckpointError('missing-values', `storage ${key} claims ${byteLength} bytes, and the archive has ${entry.size} of them`)
      return entrySource(source, entry)
    },
  }
}

async function contents(source: ByteSource, entry: Parameters<typeof entrySource>[1], most: number): Promise<string> {
  const bytes = entrySource(source, entry)
  return new TextDecoder().decode(await bytes.read(0, Math.min(most, bytes.size)))
}
