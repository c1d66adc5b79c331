import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../tests/temporary-folder'
import { hasCudaPart } from './cuda-part'

test('the part for CUDA is found beside the program for this system alone', () => {
  const folder = temporaryFolder()
  const place = (...system: string[]) => {
    const made = join(folder, 'bin/napi-v9', ...system)
    mkdirSync(made, { recursive: true })
    writeFileSync(join(made, 'libonnxruntime_providers_cuda.so'), '')
    return hasCudaPart(folder)
  }
  expect([place('other', process.arch), place(process.platform, 'other'), place(process.platform, process.arch)]).toEqual([
    false,
    false,
    true,
  ])
})
