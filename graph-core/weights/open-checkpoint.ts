import type { ByteSource } from './byte-source'
import type { Checkpoint } from './checkpoint'
import { CheckpointError } from './checkpoint-error'
import { type OpenBeside, readOnnx } from './onnx/read-onnx'
import { readArchive } from './pytorch/read-archive'
import { readLegacy } from './pytorch/read-legacy'
import { readPytorch } from './pytorch/read-pytorch'
import { readSafetensors } from './read-safetensors'

/**
 * Opens a checkpoint of any format that is read, told by its first bytes and not by its name. The values stay in the file until they are asked for.
 * Fails with CheckpointError or SafetensorsError. `beside` opens what an ONNX file keeps in files next to it.
 */
export async function openCheckpoint(source: ByteSource, beside?: OpenBeside): Promise<Checkpoint> {
  if (source.size === 0) throw new CheckpointError('empty', 'the file is empty')
  const head = await source.read(0, Math.min(9, source.size))
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06]))
    return readPytorch(await readArchive(source))
  // A safetensors file begins with the length of its header in eight bytes, the highest of them 0, and a brace.
  const isShortHeader = head[5] === 0 && head[6] === 0 && head[7] === 0
  if (head[8] === brace && (isShortHeader || head[0] !== 0x08)) return readTensorsOf(source)
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return readPytorch(await readLegacy(source))
  if (head[0] === 0x08) return readOnnx(source, beside) // its first field, the version, is a small number
  if (isShortHeader || source.size < 9) return readTensorsOf(source)
  throw new CheckpointError('unknown-format', 'the file begins like no checkpoint')
}

const brace = 0x7b

async function readTensorsOf(source: ByteSource): Promise<Checkpoint> {
  const { metadata, tensors } = await readSafetensors(source)
  return { format: 'safetensors', meta: metadata.size === 0 ? {} : { other: Object.fromEntries(metadata) }, tensors }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, i) => bytes[i] === byte)
