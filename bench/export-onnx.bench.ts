/** YOLOv8x to an ONNX file with seeded weights, from its text on: against writing the same bytes from memory to the same disk. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { buildModel } from '../graph-core/analysis'
import { exportModel, namedModules } from '../graph-core/onnx/model-export'
import { encodeModel } from '../graph-core/onnx/protobuf/encode'
import { seededWeights, startingValues } from '../graph-core/onnx/weight-source'
import { parse } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'
import { exportModelFile } from '../main/services/export/export-onnx'
import { compare, peakMemory } from './harness'

// In the checkout and not the system's temporary folder, which may be in memory.
mkdirSync('.cache', { recursive: true })
const folder = mkdtempSync(join('.cache', 'export-onnx-'))
const path = join(folder, 'yolov8x.onnx')
const text = readFileSync('assets/models/yolov8.yaml', 'utf8')

const built = () => buildModel(parse(text, { path: 'yolov8x.yaml' }).document, builtin)
const options = { imgsz: [640, 640] } as const

function exported() {
  const model = built()
  const result = exportModel('yolov8x', model, seededWeights(0, startingValues(namedModules(model), model.strides)), options)
  if (!result.ok) throw new Error(result.issues.map((i) => i.message).join('\n'))
  return result.model
}

const exportFile = () => exportModelFile('yolov8x', built(), options, { path, weights: { seed: 0 } })
const bytes = Buffer.alloc(encodeModel(exported()).byteLength, 1)

/** What the disk can do: the same bytes, already in memory, flushed like ours. */
async function writePlain(): Promise<void> {
  const handle = await open(path, 'w')
  await handle.write(bytes)
  await handle.sync()
  await handle.close()
}

try {
  await compare({
    name: `yolov8x.onnx, ${(bytes.byteLength / 1e6).toFixed(0)} MB`,
    runs: 5,
    warmup: 1,
    cases: [
      { name: 'the bytes alone', run: writePlain },
      { name: 'export with seeded weights', run: exportFile, target: { ratio: 3 } },
      { name: 'the graph alone', run: exported },
    ],
  })
  const peak = await peakMemory(exportFile)
  console.log(`  memory while exporting: ${(peak / 1e6).toFixed(0)} MB`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
