import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findPython, webgpuEnvironment, withoutTorch } from './environment.mjs'

test.skipIf(withoutTorch)('the Python that tests use imports torch and onnx', () => {
  const { stdout } = spawnSync(findPython(), ['-c', 'import torch, onnx; print(torch.zeros(2).tolist(), onnx.TensorProto.FLOAT)'], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('[0.0, 0.0] 1\n')
})

test('the software GPU that tests use is installed', () => {
  expect(existsSync(webgpuEnvironment().VK_ICD_FILENAMES)).toBe(true)
})
