import type { ByteSource } from '../byte-source'
import type { Checkpoint } from '../checkpoint'
import { type FoundWeights, findWeights } from './find-weights'
import type { PickledFile } from './pickled-file'
import { readMeta } from './read-meta'
import { storageTensor } from './storage-tensor'
import { type StorageRecord, TensorRecord } from './tensor-record'

/** The weights and facts of a file that `torch.save` wrote. Every tensor is checked against the file; values are read when they are asked for. */
export async function readPytorch(file: PickledFile): Promise<Checkpoint> {
  const storages = new Map<StorageRecord, ByteSource>()
  const tensorOf = (name: string, record: TensorRecord) => {
    const storage = storages.get(record.storage) ?? file.storage(record.storage)
    storages.set(record.storage, storage)
    return storageTensor(name, record, storage)
  }
  const found = findWeights(file.root)
  const tensors = new Map([...found.tensors].map(([name, record]) => [name, tensorOf(name, record)]))
  const words = wordsOf(found)
  const meta = await readMeta(file.root, found, (record) => tensorOf('', record).toFloat32())
  return { format: file.container, meta, tensors, ...(words === null ? {} : { words: tensorOf('words', words) }) }
}

/** Where the libraries' models keep the words they were told: YOLO-World's, then YOLOE's. */
function wordsOf({ model }: FoundWeights): TensorRecord | null {
  const kept = ['txt_feats', 'pe'].map((name) => model?.get(name))
  return kept.find((value): value is TensorRecord => value instanceof TensorRecord) ?? null
}
