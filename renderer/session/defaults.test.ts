/** What a model is first looked at with. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { createSession } from '.'
import type { ModelDefaults } from './defaults'

function sizes(file: string, defaults: ModelDefaults = {}) {
  const s = createSession({ host: { save: async () => ({ path: '' }) }, library: builtin, defaults: () => defaults })
  s.open(readFileSync(new URL(`../../assets/models/${file}`, import.meta.url), 'utf8'), file)
  const { report } = s.getSnapshot()
  return { s, imgsz: report.imgsz, gflops: report.totals.gflops!.toFixed(1) }
}

test('classes of images are looked at as large as the library trains them, everything else at 640 px', () => {
  expect([sizes('yolov8-cls.yaml').imgsz, sizes('yolov8.yaml').imgsz]).toEqual([
    [224, 224],
    [640, 640],
  ])
})

test('a size the user has set is that of every model, and gives the figure Ultralytics’ `info()` prints at it', () => {
  const { imgsz, gflops } = sizes('yolov8-cls.yaml', { imgsz: 640 })
  expect([imgsz, gflops]).toEqual([[640, 640], '4.4'])
})

test('the size stays where the model becomes another', () => {
  const { s } = sizes('yolov8-cls.yaml')
  s.remove('#9')
  expect(s.getSnapshot().report.imgsz).toEqual([224, 224])
})
