/** The small detector of fixtures/, and what PyTorch finds with it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Box } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { Detection } from '../../../contract/host'
import type { RunJob, TextModel } from '../process/messages'

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))

export const tinyPath = fixture('tiny.yaml')
export const tinyWeights = fixture('tiny.safetensors')
export const catPath = fileURLToPath(new URL('../../../../assets/samples/cat.jpg', import.meta.url))

/** Its text with its weights. */
export const tiny: TextModel = { kind: 'text', name: 'tiny.yaml', text: readFileSync(tinyPath, 'utf8'), weights: { file: tinyWeights } }

/** Running it on the sample photograph. */
export const tinyJob: RunJob = { model: tiny, image: catPath, device: 'cpu', conf: 0.25, iou: 0.7, isRect: true, picture: null }

/** What PyTorch finds on the sample photograph. */
export const expected = JSON.parse(readFileSync(fixture('tiny.expected.json'), 'utf8')) as { highest: number; detections: Detection[] }

export function iou(a: Box, b: Box): number {
  const side = (i: 0 | 1) => Math.max(0, Math.min(a[i + 2]!, b[i + 2]!) - Math.max(a[i], b[i]))
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1])
  const both = side(0) * side(1)
  return both / (area(a) + area(b) - both)
}

/** How two lists of detections differ, in order: nothing where counts and classes are the same and boxes and scores close. */
export function differences(got: readonly Detection[], wanted: readonly Detection[]): string[] {
  if (got.length !== wanted.length) return [`${got.length} detections instead of ${wanted.length}`]
  return got.flatMap((d, i) => {
    const e = wanted[i]!
    if (d.class !== e.class) return [`#${i}: class ${d.class} instead of ${e.class}`]
    if (Math.abs(d.score - e.score) > 5e-3) return [`#${i}: score ${d.score} instead of ${e.score}`]
    return iou(d.box, e.box) < 0.99 ? [`#${i}: box ${d.box.join()} instead of ${e.box.join()}`] : []
  })
}
