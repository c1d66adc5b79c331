/** Rows that were selected, as what people see in the image: boxes, and the outline, keypoints or turn of each. */
import {
  type Box,
  type Letterbox,
  type Point,
  boxInImage,
  cutAtBorders,
  pixelSize,
  pointInImage,
} from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { HeadPredictions } from '../../../../graph-core/symbolic'
import type { ClassScore, Detection } from '../../../contract/host'
import { type Prototypes, outlineOf } from './masks'
import { simplifyRing } from './simplify-ring'
import { type Turned, enclosing, regular } from './turned-boxes'

/** What rows mean, and where their canvas lies in the image. */
export interface Setting {
  readonly form: HeadPredictions
  readonly letterbox: Letterbox
  /** Where masks are mixed of them. */
  readonly prototypes: Prototypes | null
}

/** A row as the select program gives it: four numbers of the box, score, class, and what more is said. */
export type Row = Float32Array

/** Rows as detections in the image. Weights that are broken give numbers that are none; such rows are left out. */
export function detectionsIn(rows: readonly Row[], setting: Setting): Detection[] {
  return rows.flatMap((row) => {
    const label = row[5]!
    if (!row.every(Number.isFinite) || label < 0 || label >= setting.form.classes) return []
    const place = placeOf(row, setting)
    return place === null ? [] : [{ ...place, score: row[4]!, class: label }]
  })
}

type Place = Omit<Detection, 'score' | 'class'>

/** Null where there is nothing to be seen. */
function placeOf(row: Row, { form, letterbox, prototypes }: Setting): Place | null {
  const { extra } = form
  const onCanvas = boxOf(row)
  if (extra?.kind === 'angle') return turnedPlace(turnedOf(row), letterbox)
  const box: Place['box'] = [...boxInImage(onCanvas, letterbox, form.unit)]
  if (extra?.kind === 'points') return { box, points: pointsOf(row.subarray(6), extra.width, letterbox) }
  if (extra?.kind !== 'masks' || prototypes === null) return { box }
  const rings = outlineOf(row.subarray(6), prototypes, onCanvas, extra.cut, letterbox.canvas)
  // What has no mask is left out, in the library since it cuts masks at pixels.
  if (rings === null && extra.cut === 'pixels') return null
  return { box, outline: (rings ?? []).map((ring) => ringInImage(ring, letterbox)).filter((ring) => ring.length > 2) }
}

const boxOf = (row: Row): Box => [row[0]!, row[1]!, row[2]!, row[3]!]

/** A row whose box is centre and size, and turned by the last of its numbers. */
export const turnedOf = (row: Row): Turned => [...boxOf(row), row.at(-1)!]

function turnedPlace([x, y, width, height, angle]: Turned, letterbox: Letterbox): Place {
  const [across, down] = pixelSize(letterbox)
  const [left, top] = pointInImage([x, y], letterbox)
  const turned = regular([left, top, width * across, height * down, angle])
  return { box: [...enclosing(turned)], turned: [...turned] }
}

function pointsOf(numbers: Float32Array, width: 2 | 3, letterbox: Letterbox): Required<Detection>['points'] {
  return Array.from({ length: numbers.length / width }, (_, i) => {
    const [x, y, visibility] = numbers.subarray(width * i, width * (i + 1)) as unknown as readonly [number, number, number?]
    const point = cutAtBorders(pointInImage([x, y], letterbox), letterbox)
    return visibility === undefined ? [...point] : [...point, visibility]
  })
}

/** How far an outline may be from what was found, in pixels. */
const tolerance = 0.1

const hundredths = (value: number) => Math.round(value * 100) / 100

function ringInImage(ring: readonly Point[], letterbox: Letterbox): [number, number][] {
  const points = ring.map((point) => cutAtBorders(pointInImage(point, letterbox), letterbox))
  return simplifyRing(points, tolerance).map(([x, y]) => [hundredths(x), hundredths(y)])
}

/** Classes that are shown of those the whole image may belong to. */
const mostClasses = 5

/** The best classes of the whole image. */
export function bestClasses(scores: Float32Array): ClassScore[] {
  return Array.from(scores, (score, label) => ({ class: label, score }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score)
    .slice(0, mostClasses)
}
