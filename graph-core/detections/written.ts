/** What was found in an image, written down: for scripts, for tables, and as labels the YOLO libraries read. */
import { type ClassFound, type Found, type Pixel, cornersOf } from './found'
import { joinedRing } from './joined-ring'

export interface FoundInImage {
  /** The file's name. */
  readonly image: string
  readonly width: number
  readonly height: number
  readonly task: string
  /** By class index. */
  readonly names: readonly string[]
  readonly detections: readonly Found[]
  /** Only of a classifier. */
  readonly classes?: readonly ClassFound[] | undefined
}

/** The forms results leave in, with the endings of files of that form. */
export const writtenForms = { json: '.json', csv: '.csv', yolo: '.txt' } as const
export type WrittenForm = keyof typeof writtenForms

export function written(form: WrittenForm, found: FoundInImage): string {
  if (form === 'json') return asJson(found)
  return form === 'csv' ? asCsv(found) : asYolo(found)
}

const nameIn = (names: readonly string[], index: number) => names[index] ?? String(index)

/** Fields as `graft predict --json` names them. */
function asJson({ image, width, height, task, names, detections, classes }: FoundInImage): string {
  const named = <T extends ClassFound>(all: readonly T[]) => all.map((one) => ({ ...one, name: nameIn(names, one.class) }))
  const all = { image, width, height, task, detections: named(detections), ...(classes && { classes: named(classes) }) }
  return `${JSON.stringify(all, null, 2)}\n`
}

/** One line each, with columns for what this task finds. Outlines are in the other forms only: their lengths differ. */
function asCsv({ names, detections, classes }: FoundInImage): string {
  const head = ['class', 'name', 'score']
  const start = ({ class: index, score }: ClassFound) => [index, nameIn(names, index), score]
  if (classes !== undefined) return csv([head, ...classes.map(start)])
  const points = Math.max(0, ...detections.map((found) => found.points?.length ?? 0))
  const isTurned = detections.some(({ turned }) => turned !== undefined)
  return csv([
    [
      ...head,
      ...['x1', 'y1', 'x2', 'y2'],
      ...(isTurned ? ['cx', 'cy', 'w', 'h', 'radians'] : []),
      ...Array.from({ length: points }, (_, k) => [`kpt${k}_x`, `kpt${k}_y`, `kpt${k}_visibility`]).flat(),
    ],
    ...detections.map((found) => [
      ...start(found),
      ...found.box,
      ...(isTurned ? (found.turned ?? ['', '', '', '', '']) : []),
      ...Array.from({ length: points }, (_, k) => [...(found.points?.[k] ?? []), '', '', ''].slice(0, 3)).flat(),
    ]),
  ])
}

const csv = (rows: readonly (readonly (string | number)[])[]) => rows.map((row) => `${row.map(cell).join(',')}\n`).join('')

/** RFC 4180: quoted where it has to be. */
const cell = (value: string | number) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value))

/**
 * Labels as Ultralytics' `save_txt` writes them with `save_conf`: `class cx cy w h score`; with an outline the one polygon that its pieces are joined to,
 * with a turned box its corners, in place of the box; keypoints before the score; all of it as parts of the image. Of a classifier, `score name`.
 */
function asYolo({ width, height, names, detections, classes }: FoundInImage): string {
  if (classes !== undefined) return classes.map((found) => `${found.score.toFixed(2)} ${nameIn(names, found.class)}\n`).join('')
  const part = ([x, y]: Pixel) => [x / width, y / height]
  const shape = ({ box: [x1, y1, x2, y2], outline, turned }: Found): readonly number[] => {
    const ring = joinedRing(outline ?? [])
    if (ring !== null) return ring.flatMap(part)
    if (turned !== undefined) return cornersOf(turned).flatMap(part)
    return [...part([(x1 + x2) / 2, (y1 + y2) / 2]), ...part([x2 - x1, y2 - y1])]
  }
  return detections
    .map((found) => {
      const points = (found.points ?? []).flatMap(([x, y, ...visibility]) => [...part([x, y]), ...visibility])
      return `${[found.class, ...shape(found), ...points, found.score].map(general).join(' ')}\n`
    })
    .join('')
}

/** A number as C's `%g` prints it: six digits that count, none of them a zero at the end. */
function general(value: number): string {
  const exponent = value === 0 ? 0 : Number(value.toExponential(5).split('e')[1])
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(6)))
  const [digits, power] = value.toExponential(5).split('e') as [string, string]
  return `${Number(digits)}e${power.replace(/^([+-])(\d)$/, '$10$2')}`
}
