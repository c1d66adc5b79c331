/** A file of PyTorch's: what was pickled, and the values of its tensors by the storages they lie in. */
import type { ByteSource } from '../byte-source'
import type { PyValue } from '../pickle/values'
import type { StorageRecord } from './tensor-record'

export interface PickledFile {
  readonly container: 'pt' | 'pt-legacy'
  readonly root: PyValue
  /** The bytes of a storage. Fails with CheckpointError where the file has not as many as it claims. */
  storage(record: StorageRecord): ByteSource
}
