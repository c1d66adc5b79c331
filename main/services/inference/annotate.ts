/** What was found drawn on its image, for files that people look at. */
import type { Detection } from '../../contract/host'
import type { Pixels } from './image'
import type { RunResult } from './messages'

/** Colours far from each other for neighbouring classes: steps of the golden angle. */
const colourOf = (label: number) => `hsl(${Math.round((label * 137.508 + 25) % 360)} 85% 45%)`

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`).replace(/\p{Cc}/gu, ' ')

/** The image with every object and its label, or with the classes it belongs to, as a JPEG. */
export async function annotate(
  { data, width, height }: Pixels,
  { detections, classes = [], names }: Pick<RunResult, 'detections' | 'classes' | 'names'>,
): Promise<Buffer> {
  const line = Math.max(1, Math.round(Math.max(width, height) / 320))
  const size = Math.max(10, 6 * line)
  const label = (found: { readonly class: number; readonly score: number }, x: number, y: number) => {
    const text = `${names[found.class] ?? found.class} ${found.score.toFixed(2)}`
    const [w, h] = [text.length * size * 0.62 + size / 2, size * 1.35]
    return [
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${colourOf(found.class)}"/>`,
      `<text x="${x + size / 4}" y="${y + size}" font-size="${size}" fill="white">${escaped(text)}</text>`,
    ].join('')
  }
  // The best stands in front.
  const marks = [...detections].reverse().map((found) => {
    const [x1, y1] = found.box
    const text = label(found, Math.min(Math.max(0, x1), width - 1), y1 >= size * 1.35 ? y1 - size * 1.35 : Math.max(0, y1))
    return `<g fill="none" stroke="${colourOf(found.class)}" stroke-width="${line}">${shapesOf(found, line)}</g>${text}`
  })
  const list = classes.map((found, i) => label(found, 0, i * size * 1.35))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Arial, sans-serif">${[...marks, ...list].join('')}</svg>`
  // Only now: every command of the command line would wait for it.
  const { default: sharp } = await import('sharp')
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 92 })
    .toBuffer()
}

/** Mask, box and keypoints of an object. */
function shapesOf({ class: label, box: [x1, y1, x2, y2], turned, outline = [], points = [] }: Detection, line: number): string {
  const mask = outline.map((ring) => `M${ring.map((point) => point.join(' ')).join('L')}Z`).join('')
  return [
    mask === '' ? '' : `<path d="${mask}" fill="${colourOf(label)}" fill-opacity="0.4" fill-rule="evenodd"/>`,
    turned === undefined
      ? `<rect x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}"/>`
      : `<path d="M${cornersOf(turned).join('L')}Z"/>`,
    ...limbsOf(points).map(([[ax, ay], [bx, by]]) => `<path d="M${ax} ${ay}L${bx} ${by}" stroke-opacity="0.8"/>`),
    ...points.filter(isSeen).map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${1.5 * line}" fill="white"/>`),
  ].join('')
}

function cornersOf([x, y, width, height, angle]: Required<Detection>['turned']): string[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return signs.map(([a, b]) => {
    const [right, down] = [(a * width) / 2, (b * height) / 2]
    return `${x + right * cos - down * sin} ${y + right * sin + down * cos}`
  })
}

type Keypoint = Required<Detection>['points'][number]

/** Whether a keypoint is sure enough to be drawn; the library draws by the same measure. */
const isSeen = ([, , visibility = 1]: Keypoint) => visibility >= 0.25

/** Joints of a person that are linked, where there are the 17 of COCO. https://cocodataset.org/#keypoints-2020 */
const limbs = [
  [15, 13],
  [13, 11],
  [16, 14],
  [14, 12],
  [11, 12],
  [5, 11],
  [6, 12],
  [5, 6],
  [5, 7],
  [6, 8],
  [7, 9],
  [8, 10],
  [1, 2],
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, 6],
] as const

const limbsOf = (points: readonly Keypoint[]): (readonly [Keypoint, Keypoint])[] =>
  points.length !== 17 ? [] : limbs.map(([a, b]) => [points[a]!, points[b]!] as const).filter((ends) => ends.every(isSeen))
