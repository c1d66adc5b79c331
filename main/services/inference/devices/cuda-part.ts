/** onnxruntime's part for CUDA: hundreds of megabytes that its package fetches only where it is asked to. Without it no driver brings CUDA. */
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const part = 'libonnxruntime_providers_cuda.so'

/** Whether the part lies beside the programs of a package of onnxruntime, by default the one in use. */
export function hasCudaPart(folder = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '..')): boolean {
  const programs = join(folder, 'bin')
  return readdirSync(programs).some((api) => existsSync(join(programs, api, process.platform, process.arch, part)))
}
