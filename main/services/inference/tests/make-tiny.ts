/**
 * Makes fixtures/tiny.safetensors: initial weights under a seed, with a head that finds a few things on the sample photograph. The last
 * convolution of each class branch is scaled until its answer depends on the place, and its bias moved until a few places are above 0.25. Of
 * many seeds the first is taken whose result no rounding can change: no score near the threshold, no two boxes overlapping by about 0.7.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { collectBytes } from '../../../../graph-core/byte-stream'
import { exportModel, namedModules } from '../../../../graph-core/onnx/model-export'
import { letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { letterboxNumbers, withLetterbox } from '../../../../graph-core/onnx/programs/letterbox-program'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import { halfBits } from '../../../../graph-core/onnx/constants'
import { startingValues, stateNames } from '../../../../graph-core/onnx/weight-source'
import { initialise } from '../../../../graph-core/weights/initialise'
import { writeSafetensors } from '../../../../graph-core/weights/write-safetensors'
import { builtin } from '../../../../kernels'
import { analyzeText } from '../../models/analyze-file'
import { decodeImage } from '../images/image'

const root = pathToFileURL(`${process.cwd()}/`)
const fixture = (name: string) => fileURLToPath(new URL(`main/services/inference/fixtures/${name}`, root))
const photograph = fileURLToPath(new URL('assets/samples/cat.jpg', root))

const { model } = analyzeText(readFileSync(fixture('tiny.yaml'), 'utf8'), 'tiny.yaml', builtin, {})
const modules = namedModules(model)
const [names, starts] = [stateNames(modules), startingValues(modules, model.strides)]
const pixels = await decodeImage(photograph)
const place = letterbox([pixels.height, pixels.width], [640, 640], { fit: 'pad', multipleOf: 32 })
const isClass = /cv3\.\d\.2\.(weight|bias)$/
const isBox = /cv2\.\d\.2\.weight$/

const scaleBy = (values: Float32Array, factor: number) => values.set(values.map((v) => v * factor))

type Weights = Map<string, Float32Array>

function fresh(seed: number): Weights {
  const all = [...names].map(([t, name]) => [name, initialise(starts.get(t) ?? t.init, t.shape, seed, name)] as const)
  const weights: Weights = new Map(all)
  for (const [name, values] of weights) {
    if (isClass.test(name) && name.endsWith('bias')) values.fill(0)
    // PyTorch's starting values make signals smaller with every layer; these keep them.
    if (name.endsWith('conv.weight') && !name.includes('dfl')) scaleBy(values, 3)
    if (isBox.test(name)) scaleBy(values, 3)
    if (!isClass.test(name)) values.set(asHalves(values))
  }
  return weights
}

/** What the network gives for the photograph: [7, places]. */
async function predict(weights: Weights): Promise<{ rows: Float32Array; places: number }> {
  const exported = exportModel('tiny', model, (name) => weights.get(name)!.slice(), { imgsz: place.canvas })
  if (!exported.ok) throw new Error(exported.issues[0]!.message)
  const session = await InferenceSession.create(await collectBytes(encodeModel(withLetterbox(exported.model))))
  const numbers = Object.entries(letterboxNumbers(place)).map(
    ([name, values]) => [name, new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])] as const,
  )
  const image = new Tensor('uint8', pixels.data, [pixels.height, pixels.width, 3])
  const { output0 } = await session.run({ image, ...Object.fromEntries(numbers) })
  await session.release()
  return { rows: output0!.data as Float32Array, places: output0!.dims[2]! }
}

interface Candidate {
  readonly box: readonly [number, number, number, number]
  readonly score: number
  readonly class: number
}

function candidates(rows: Float32Array, places: number): Candidate[] {
  const at = (row: number, i: number) => rows[row * places + i]!
  return Array.from({ length: places }, (_, i) => {
    const scores = [at(4, i), at(5, i), at(6, i)]
    const score = Math.max(...scores)
    const [x, y, w, h] = [at(0, i), at(1, i), at(2, i), at(3, i)]
    return { box: [x - w / 2, y - h / 2, x + w / 2, y + h / 2], score, class: scores.indexOf(score) }
  })
}

function overlap(a: Candidate, b: Candidate): number {
  if (a.class !== b.class) return 0
  const side = (i: 0 | 1) => Math.max(0, Math.min(a.box[i + 2]!, b.box[i + 2]!) - Math.max(a.box[i]!, b.box[i]!))
  const area = ({ box }: Candidate) => (box[2] - box[0]) * (box[3] - box[1])
  const inter = side(0) * side(1)
  return inter / (area(a) + area(b) - inter)
}

/** Whether small errors leave the result as it is, and it is worth looking at. */
function isFirm(all: readonly Candidate[]): boolean {
  const above = all.filter((c) => c.score > 0.25).sort((a, b) => b.score - a.score)
  const kept: Candidate[] = []
  for (const c of above) if (kept.every((k) => overlap(k, c) <= 0.7)) kept.push(c)
  const isClear = all.every((c) => Math.abs(c.score - 0.25) > 0.03)
  const isApart = above.every((a, i) =>
    above.slice(i + 1).every((b) => Math.abs(overlap(a, b) - 0.7) > 0.03 && Math.abs(a.score - b.score) > 1e-4),
  )
  const isRich = kept.length >= 3 && kept.length <= 8 && above.length > kept.length && new Set(kept.map((c) => c.class)).size >= 2

  return isClear && isApart && isRich
}

const logit = (p: number) => Math.log(p / (1 - p))

/** Scales and moves the class branches so that a few places of the photograph are above 0.25, with a gap below them. */
async function tune(weights: Weights): Promise<void> {
  const { rows, places } = await predict(weights)
  const strides = [0, 1].map((i) => (place.canvas[0] / model.strides[i]!) * (place.canvas[1] / model.strides[i]!))
  for (const level of [0, 1]) {
    const begin = level === 0 ? 0 : strides[0]!
    for (let c = 0; c < 3; c++) {
      const raw = Array.from({ length: strides[level]! }, (_, i) => logit(rows[(4 + c) * places + begin + i]!)).sort((a, b) => b - a)
      const mean = raw.reduce((sum, v) => sum + v, 0) / raw.length
      const spread = Math.sqrt(raw.reduce((sum, v) => sum + (v - mean) ** 2, 0) / raw.length)
      const gain = 3 / spread
      const gaps = [1, 2, 3, 4].map((count) => ({ count, gap: raw[count - 1]! - raw[count]! }))
      const { count } = gaps.reduce((best, other) => (other.gap > best.gap ? other : best))
      const threshold = ((raw[count - 1]! + raw[count]!) / 2) * gain
      const kernel = weights.get(`model.11.cv3.${level}.2.weight`)!
      const inputs = kernel.length / 3
      for (let i = 0; i < inputs; i++) kernel[c * inputs + i]! *= gain
      weights.get(`model.11.cv3.${level}.2.bias`)![c] = logit(0.25) - threshold
    }
  }
}

/** The values as half precision keeps them: what the file has of all but the class branches, whose large factors would magnify the difference. */
function asHalves(values: Float32Array): Float32Array {
  return values.map((value) => {
    const bits = halfBits(value)
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023]
    const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15)
    return bits & 0x8000 ? -magnitude : magnitude
  })
}

async function make(): Promise<Weights> {
  for (let seed = 1; seed <= 200; seed++) {
    const weights = fresh(seed)
    await tune(weights)
    const { rows, places } = await predict(weights)
    if (!isFirm(candidates(rows, places))) continue
    console.log(`Seed ${seed}.`)
    return weights
  }
  throw new Error('expected one of 200 seeds to give a firm result')
}

const weights = await make()
const tensors = [...names].map(([{ shape }, name]) => {
  if (name.endsWith('num_batches_tracked')) return { name, shape, dtype: 'I64' as const, byteLength: 8, read: () => new Uint8Array(8) }
  const values = weights.get(name)!
  const isExact = isClass.test(name)
  const bytes = new Uint8Array(isExact ? values.slice().buffer : Uint16Array.from(values, halfBits).buffer)
  return { name, shape, dtype: isExact ? ('F32' as const) : ('F16' as const), byteLength: bytes.byteLength, read: () => bytes }
})
writeFileSync(fixture('tiny.safetensors'), await collectBytes(writeSafetensors(tensors, { format: 'pt' })))
