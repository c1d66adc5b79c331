/**
 * A preview of a photograph of 1920×1080 from the file to its boxes, yolov8n at 640 on the CPU, against the plain network alone in the same onnxruntime:
 * what decoding, the letterbox and selecting cost on top.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { buildModel } from '../graph-core/analysis'
import { collectBytes } from '../graph-core/byte-stream'
import { exportModel, namedModules } from '../graph-core/onnx/model-export'
import { encodeModel } from '../graph-core/onnx/protobuf/encode'
import { seededWeights, startingValues } from '../graph-core/onnx/weight-source'
import { parse } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'
import { createEngine } from '../main/services/inference/engine'
import { compare } from './harness'

const text = readFileSync('assets/models/yolov8.yaml', 'utf8')
const folder = mkdtempSync(join('.cache', 'preview-'))
const image = join(folder, 'photo.jpg')
const photo = await sharp('assets/samples/cat.jpg').resize(1920, 1080, { fit: 'cover' }).jpeg({ quality: 90 }).toBuffer()
writeFileSync(image, photo)

/** The whole canvas, and what of it the strides leave for such a photograph. */
const canvases = [
  { canvas: [640, 640], isRect: false },
  { canvas: [384, 640], isRect: true },
] as const

async function plainNetwork(canvas: readonly [number, number]) {
  const model = buildModel(parse(text, { path: 'yolov8n.yaml' }).document, builtin)
  const weights = seededWeights(0, startingValues(namedModules(model), model.strides))
  const result = exportModel('yolov8n', model, weights, { imgsz: canvas })
  if (!result.ok) throw new Error(result.issues.map((i) => i.message).join('\n'))
  return InferenceSession.create(await collectBytes(encodeModel(result.model)), { executionProviders: ['cpu'] })
}

try {
  const engine = createEngine({ library: builtin, onDevice: () => undefined })
  const model = { kind: 'text', name: 'yolov8n.yaml', text, weights: { seed: 0 } } as const
  for (const { canvas, isRect } of canvases) {
    const session = await plainNetwork(canvas)
    const values = Float32Array.from({ length: 3 * canvas[0] * canvas[1] }, (_, i) => (i % 255) / 255)
    const images = new Tensor('float32', values, [1, 3, ...canvas])
    const job = { model, image, device: 'cpu', conf: 0.25, iou: 0.7, isRect, picture: null } as const
    await compare({
      name: `preview of 1920×1080, yolov8n at ${canvas.join('×')}, CPU`,
      runs: 25,
      cases: [
        { name: 'session.run of the plain network', run: () => session.run({ images }) },
        { name: 'from the file to its boxes', run: () => engine.run(job, {}), target: { ratio: 1.15 } },
      ],
      sweeps: false,
    })
    const { result } = await engine.run(job, {})
    console.log(`  ${JSON.stringify(result?.times)}`)
    await session.release()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
