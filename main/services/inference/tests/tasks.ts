/** The networks of fixtures/tasks, what the real libraries find with them, and how what is found here differs from that. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { type Letterbox, type Point, letterbox, withEvenGrey } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { ClassScore, Detection, Task } from '../../../contract/host'
import type { Pixels } from '../images/image'
import type { RunJob } from '../process/messages'
import { type Turned, turnedOverlap } from '../results/turned-boxes'
import { iou } from './tiny'

export const taskFixture = (name: string) => fileURLToPath(new URL(`../fixtures/tasks/${name}`, import.meta.url))

/** What `predict` of the library found, the best first. */
export interface Expected {
  readonly task: Task
  readonly conf: number
  readonly iou: number
  readonly imgsz: number
  /** By image. */
  readonly found: Readonly<Record<string, readonly Detection[]>>
}

export const expectedOf = (name: string) => JSON.parse(readFileSync(taskFixture(`${name}.json`), 'utf8')) as Expected

/** Running a network of the fixtures on one of their images, as `predict` does by default. */
export function taskJob(name: string, image: string, { conf, iou, imgsz }: Expected): RunJob {
  const text = readFileSync(taskFixture(`${name}.yaml`), 'utf8')
  const file = ['safetensors', 'pt'].map((ending) => taskFixture(`${name}.${ending}`)).find((path) => existsSync(path))!
  const weights = { file }
  return {
    model: { kind: 'text', name: `${name}.yaml`, text, imgsz: [imgsz, imgsz], weights },
    image: taskFixture(`${image}.png`),
    device: 'cpu',
    conf,
    iou,
    isRect: true,
    picture: null,
  }
}

/** How far what is found may be from what was expected. */
export interface Limits {
  readonly score: number
  readonly box: number
  readonly mask: number
  readonly points: number
}

/** The largest differences of findings that belong together. */
export type Distances = { -readonly [K in keyof Limits]: number }

const boxOverlap = (a: Detection, b: Detection) =>
  a.turned === undefined || b.turned === undefined ? iou(a.box, b.box) : turnedOverlap(a.turned as Turned, b.turned as Turned)

/** What was found and what was expected in pairs, but for those nearer to the threshold than scores may differ. Those without a partner are told. */
export function pairs(got: readonly Detection[], wanted: readonly Detection[], conf: number, limit: number) {
  const free = new Set(got)
  const alone: string[] = []
  const together: (readonly [found: Detection, expected: Detection])[] = []
  const isSure = ({ score }: Detection) => Math.abs(score - conf) > limit
  const tell = (kind: string, d: Detection) =>
    alone.push(`${kind} ${d.class} ${d.score.toFixed(4)} at ${d.box.map((v) => v.toFixed(1)).join(' ')}`)
  for (const expected of wanted) {
    const [best] = [...free].filter((d) => d.class === expected.class).sort((a, b) => boxOverlap(b, expected) - boxOverlap(a, expected))
    if (best !== undefined && boxOverlap(best, expected) > 0.9) {
      free.delete(best)
      if (isSure(expected)) together.push([best, expected])
    } else if (isSure(expected)) tell('missing', expected)
  }
  for (const found of free) if (isSure(found)) tell('unexpected', found)
  return { alone, together }
}

/** How far pairs are apart at most. */
export function distancesOf(together: ReturnType<typeof pairs>['together']): Omit<Distances, 'mask'> {
  const most = (values: readonly number[]) => Math.max(0, ...values)
  return {
    score: most(together.map(([a, b]) => Math.abs(a.score - b.score))),
    box: most(together.map(([a, b]) => 1 - boxOverlap(a, b))),
    points: most(
      together.flatMap(([a, b]) =>
        (b.points ?? []).map(([x, y], i) => Math.hypot((a.points?.[i]?.[0] ?? NaN) - x, (a.points?.[i]?.[1] ?? NaN) - y)),
      ),
    ),
  }
}

/** The same classes in the same order: how far scores are apart at most. */
export function classDistance(got: readonly ClassScore[], wanted: readonly ClassScore[]): number {
  if (got.map((c) => c.class).join() !== wanted.map((c) => c.class).join()) return Infinity
  return Math.max(...got.map((c, i) => Math.abs(c.score - wanted[i]!.score)))
}

export async function readPixels(name: string): Promise<Pixels> {
  const { data, info } = await sharp(taskFixture(name)).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Where an image of the fixtures lies on its canvas. */
export function placeOf({ width, height }: Pixels, { imgsz }: Pick<Expected, 'imgsz'>, fit: 'pad' | 'stretch' = 'pad'): Letterbox {
  return letterbox([height, width], [imgsz, imgsz], { fit, multipleOf: 32 })
}

/** How much of a mask and an outline is of only one of both, as far as the image goes; masks lie on the canvas, one below the other. */
export function maskDistance(
  masks: Pixels,
  index: number,
  outline: readonly (readonly Point[])[],
  place: Letterbox,
  isAnchors: boolean,
): number {
  const [height, width] = place.canvas
  const back = isAnchors ? withEvenGrey(place) : place
  const scale = Math.min(height / place.image[0], width / place.image[1])
  const rings = outline.map((ring) => ring.map(([x, y]): Point => [x * scale + back.offset[1], y * scale + back.offset[0]]))
  const drawn = fill(rings, width, height)
  const isImage = (x: number, y: number) =>
    x >= place.offset[1] && y >= place.offset[0] && x < place.offset[1] + place.scaled[1] && y < place.offset[0] + place.scaled[0]
  let [both, either] = [0, 0]
  for (let i = 0; i < drawn.length; i++) {
    if (!isImage(i % width, Math.floor(i / width))) continue
    const isInside = masks.data[3 * (index * height * width + i)]! > 127
    if (isInside || drawn[i] === 1) either++
    if (isInside && drawn[i] === 1) both++
  }
  return either === 0 ? 0 : 1 - both / either
}

/** The pixels whose centres an odd number of rings surrounds. */
function fill(rings: readonly (readonly Point[])[], width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const crossings = rings.flatMap((ring) =>
      ring.flatMap(([x1, y1], i) => {
        const [x2, y2] = ring[(i + 1) % ring.length]!
        return y1 <= y + 0.5 === y2 <= y + 0.5 ? [] : [x1 + ((y + 0.5 - y1) / (y2 - y1)) * (x2 - x1)]
      }),
    )
    for (let x = 0; x < width; x++) out[y * width + x] = crossings.filter((at) => at < x + 0.5).length % 2
  }
  return out
}
