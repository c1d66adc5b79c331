/** The whole way from a JPEG to boxes, against PyTorch running the model that Graft generates, with its own decoder, letterbox and NMS. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { printModel } from '../../../graph-core/torch'
import { builtin } from '../../../kernels'
import { findPython, withoutTorch } from '../../../scripts/environment.mjs'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { analyzeText } from '../models/analyze-file'
import { decodeImage } from './images/image'
import { createInference } from './inference'
import { testStarter } from './tests/inference-program'
import { catPath, differences, expected, tiny, tinyJob, tinyWeights } from './tests/tiny'

test('the preview finds what PyTorch finds', async () => {
  const inference = createInference({ starter: await testStarter() })
  onTestFinished(() => inference.close())
  const { result } = await inference.run(tinyJob)
  expect(differences(result!.detections, expected.detections)).toEqual([])
  expect(result!.highest).toBeCloseTo(expected.highest, 2)
  expect(result!.names).toEqual(['spot', 'stripe', 'patch'])
})

test.skipIf(withoutTorch)('PyTorch finds what was recorded', async () => {
  const { model } = analyzeText(tiny.text, 'tiny.yaml', builtin, {})
  const folder = temporaryFolder()
  const [source, pixels] = [join(folder, 'tiny.py'), join(folder, 'pixels')]
  const { data, width, height } = await decodeImage(catPath)
  writeFileSync(pixels, data)
  writeFileSync(source, printModel(model, { imgsz: [640, 640], name: 'tiny' }))
  const script = fileURLToPath(new URL('tests/expect_boxes.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(findPython(), [script, source, tinyWeights, pixels, String(width), String(height)], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  expect(differences((JSON.parse(stdout) as typeof expected).detections, expected.detections)).toEqual([])
})
