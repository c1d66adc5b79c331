/** The thread that reads checkpoints, built from the sources for tests: once a test file, in a folder that is gone after it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll } from 'vitest'

const worker = fileURLToPath(new URL('../worker.ts', import.meta.url))

let built: Promise<string> | null = null
const folders = new Set<string>()

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
  built = null
})

async function buildProgram(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'graft-checkpoints-'))
  folders.add(folder)
  const outfile = join(folder, 'checkpoint-worker.mjs')
  await build({ entryPoints: [worker], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' })
  return outfile
}

/** The built program. */
export const checkpointProgram = (): Promise<string> => (built ??= buildProgram())
