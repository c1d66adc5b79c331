import { spawnSync } from 'node:child_process'
import { openSync, closeSync, ftruncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { makeZip, pickleOf } from '../../../graph-core/weights/tests/make-archive'
import { temporaryFolder } from '../../../tests/temporary-folder'

const count = 500
const shape = [512, 512]

/** A checkpoint of 524 MB whose values are holes in the file. */
function writeSparse(path: string): void {
  const tensors = Array.from({ length: count }, (_, i) => ({ name: `model.${i}.weight`, shape }))
  const values = tensors.map((_, i) => ({ name: `a/data/${i}`, data: 4 * 512 * 512 }))
  const { size, parts } = makeZip([{ name: 'a/data.pkl', data: pickleOf(tensors) }, ...values])
  const file = openSync(path, 'w')
  ftruncateSync(file, size)
  for (const { offset, bytes } of parts) writeSync(file, bytes, 0, bytes.length, offset)
  closeSync(file)
}

const program = `
  import { openCheckpointFile } from './main/services/checkpoints/open-file'
  const start = performance.now()
  const { tensors, close } = await openCheckpointFile(process.argv[2]!)
  const opened = performance.now() - start
  const peak = process.resourceUsage().maxRSS / 1024
  const last = await [...tensors.values()].at(-1)!.toFloat32()
  console.log(JSON.stringify({ tensors: tensors.size, opened, peak, values: last.length }))
  await close()
`

test('500 MB open in less than a second and less than 150 MB, Node itself included', async () => {
  const folder = temporaryFolder()
  const [path, outfile] = [join(folder, 'large.pt'), join(folder, 'open.mjs')]
  writeSparse(path)
  await build({
    stdin: { contents: program, resolveDir: join(import.meta.dirname, '../../..'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  })
  const { stdout } = spawnSync(process.execPath, [outfile, path], { encoding: 'utf8' })
  const { tensors, opened, peak, values } = JSON.parse(stdout) as { tensors: number; opened: number; peak: number; values: number }
  console.log(`opened in ${opened.toFixed(0)} ms, ${peak.toFixed(0)} MB at most`)
  expect({ tensors, values, isSoon: opened < 1000, isSmall: peak < 150 }).toEqual({
    tensors: 500,
    values: 512 * 512,
    isSoon: true,
    isSmall: true,
  })
})
