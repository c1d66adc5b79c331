/**
 * A model of yolov8x's size, 273 MB in 268 tensors, made and written: against writing the same bytes from memory to the same disk. It holds no
 * rows, so it is what weights cost, and the rest of an export comes on top.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type ModelProto, type TensorProto } from '../graph-core/onnx/model'
import { encodeModel } from '../graph-core/onnx/protobuf/encode'
import { lazyFloats, tensorOf } from '../graph-core/onnx/tensors'
import { initialise } from '../graph-core/weights/initialise'
import { writeStreamed } from '../main/services/files/write-streamed'
import { compare, peakMemory } from './harness'

// In the checkout and not the system's temporary folder, which may be in memory.
const folder = mkdtempSync(join('.cache', 'write-onnx-'))
const path = join(folder, 'model.onnx')

const count = 268
const values = new Float32Array(68_200_000 / count).map((_, i) => Math.sin(i))
const modelOf = (tensor: (name: string) => TensorProto): ModelProto => ({
  irVersion: 8,
  opsets: [{ version: 17 }],
  graph: {
    name: 'weights',
    nodes: Array.from({ length: count }, (_, i) => ({
      opType: 'Conv',
      name: `/model.${i}/Conv`,
      inputs: ['x', `w${i}`],
      outputs: [`y${i}`],
    })),
    initializers: Array.from({ length: count }, (_, i) => tensor(`w${i}`)),
    inputs: [],
    outputs: [],
  },
})
const model = modelOf((name) => tensorOf(name, [values.length], 'float32', values))
const seeded = modelOf((name) =>
  lazyFloats(name, [values.length], () => initialise({ kind: 'uniform', bound: 0.1 }, [values.length], 0, name)),
)

/** What the disk can do: the same bytes, already in memory, flushed like ours. */
async function writePlain(): Promise<void> {
  const bytes = Buffer.from(values.buffer)
  const handle = await open(path, 'w')
  for (let i = 0; i < count; i++) await handle.write(bytes)
  await handle.sync()
  await handle.close()
}

try {
  const size = encodeModel(model).byteLength
  await compare({
    name: `write ${(size / 1e6).toFixed(0)} MB`,
    runs: 7,
    warmup: 1,
    cases: [
      { name: 'the bytes alone', run: writePlain },
      { name: 'encode and write', run: () => writeStreamed([{ path, bytes: encodeModel(model) }]), target: { ratio: 3 } },
      { name: 'seed, encode and write', run: () => writeStreamed([{ path, bytes: encodeModel(seeded) }]), target: { ratio: 3 } },
      { name: 'encode, no file', run: () => drain(encodeModel(model)) },
      { name: 'lengths only', run: () => encodeModel(model).byteLength },
    ],
  })
  const peak = await peakMemory(() => writeStreamed([{ path, bytes: encodeModel(seeded) }]))
  console.log(`  memory while seeding, encoding and writing: ${(peak / 1e6).toFixed(0)} MB`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.byteLength
  return bytes
}
