/** The process that runs models, built from the sources for tests: once a test file, in a folder that is gone after it. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll } from 'vitest'
import { type ForkOptions, forkStarter } from '../process/fork-starter'
import type { InferenceStarter } from '../process/inference-child'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

let built: Promise<string> | null = null

async function buildProgram(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'graft-inference-'))
  afterAllRemove.add(folder)
  const outfile = join(folder, 'inference-process.mjs')
  await build({
    absWorkingDir: root,
    entryPoints: ['main/services/inference/process/process.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['onnxruntime-node', 'sharp'],
    // Bundled CommonJS packages call `require` for Node's built-ins.
    banner: { js: "import { createRequire as programRequire } from 'node:module'\nconst require = programRequire(import.meta.url)" },
    logLevel: 'warning',
  })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return outfile
}

const afterAllRemove = new Set<string>()
afterAll(() => {
  for (const folder of afterAllRemove) rmSync(folder, { recursive: true, force: true })
  afterAllRemove.clear()
  built = null
})

/** The built program. */
export const inferenceProgram = (): Promise<string> => (built ??= buildProgram())

/** Starts the program as the web face and the command line do. */
export async function testStarter(options: Omit<ForkOptions, 'program'> = {}): Promise<InferenceStarter> {
  return forkStarter({ ...options, program: await inferenceProgram() })
}
