/** Opens a checkpoint of 130 MB, as those of the largest YOLO models are: until its table is known, and until all its values are. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeZip, pickleOf, whole } from '../graph-core/weights/tests/make-archive'
import { hashOf } from '../main/services/checkpoints/hash'
import { openCheckpointFile } from '../main/services/checkpoints/open-file'
import { compare } from './harness'

// In the checkout and not the system's temporary folder, which may be in memory.
const folder = mkdtempSync(join('.cache', 'open-checkpoint-'))
const path = join(folder, 'large.pt')
const tensors = Array.from({ length: 500 }, (_, i) => ({ name: `model.${i}.weight`, shape: [250, 260] }))
const values = new Uint8Array(Float32Array.from({ length: 250 * 260 }, (_, i) => Math.sin(i)).buffer)
const entries = tensors.map((_, i) => ({ name: `a/data/${i}`, data: values }))
writeFileSync(path, whole(makeZip([{ name: 'a/data.pkl', data: pickleOf(tensors) }, ...entries])))

async function open(each: (tensor: Parameters<typeof hashOf>[0]) => Promise<unknown>): Promise<void> {
  const file = await openCheckpointFile(path)
  for (const tensor of file.tensors.values()) await each(tensor)
  await file.close()
}

try {
  await compare({
    name: 'open 130 MB',
    runs: 7,
    warmup: 1,
    cases: [
      { name: 'the bytes alone', run: () => readFileSync(path) },
      { name: 'the table', run: () => open(() => Promise.resolve()), target: { ms: 1000 } },
      { name: 'all values as float32', run: () => open((tensor) => tensor.toFloat32()) },
      { name: 'all values hashed', run: () => open(hashOf) },
    ],
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
