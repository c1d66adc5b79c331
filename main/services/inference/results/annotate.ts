/** What was found drawn on its image, for files that people look at. */
import { classColour, inkOnClassColours } from '../../../../graph-core/detections/class-colour'
import { type Keypoint, cornersOf } from '../../../../graph-core/detections/found'
import { limbsOf, visibilityOf } from '../../../../graph-core/detections/skeleton'
import type { Detection } from '../../../contract/host'
import type { Pixels } from '../images/image'
import type { RunResult } from '../process/messages'

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`).replace(/\p{Cc}/gu, ' ')

/** The image with every object and its label, or with the classes it belongs to. */
export async function annotate(
  { data, width, height }: Pixels,
  { detections, classes = [], names }: Pick<RunResult, 'detections' | 'classes' | 'names'>,
  form: 'jpeg' | 'png' = 'jpeg',
): Promise<Buffer> {
  const line = Math.max(2, Math.round(Math.max(width, height) / 320))
  const size = Math.max(10, 6 * line)
  const label = (found: { readonly class: number; readonly score: number }, left: number, y: number) => {
    const text = `${names[found.class] ?? found.class} ${found.score.toFixed(2)}`
    const [w, h] = [text.length * size * 0.62 + size / 2, size * 1.35]
    const x = Math.max(0, Math.min(left, width - w))
    return [
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${classColour(found.class)}"/>`,
      `<text x="${x + size / 4}" y="${y + size}" font-size="${size}" fill="${inkOnClassColours}">${escaped(text)}</text>`,
    ].join('')
  }
  // The best stands in front.
  const marks = [...detections].reverse().map((found) => {
    const [x1, y1] = found.box
    const text = label(found, x1, y1 >= size * 1.35 ? y1 - size * 1.35 : Math.max(0, y1))
    return `<g fill="none" stroke="${classColour(found.class)}" stroke-width="${line}">${shapesOf(found, line)}</g>${text}`
  })
  const list = classes.map((found, i) => label(found, 0, i * size * 1.35))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Arial, sans-serif">${[...marks, ...list].join('')}</svg>`
  // Only now: every command of the command line would wait for it.
  const { default: sharp } = await import('sharp')
  const drawn = sharp(data, { raw: { width, height, channels: 3 } }).composite([{ input: Buffer.from(svg) }])
  return (form === 'png' ? drawn.png() : drawn.jpeg({ quality: 92 })).toBuffer()
}

/** Mask, box and keypoints of an object. */
function shapesOf({ class: label, box: [x1, y1, x2, y2], turned, outline = [], points = [] }: Detection, line: number): string {
  const mask = outline.map((ring) => `M${ring.map((point) => point.join(' ')).join('L')}Z`).join('')
  return [
    mask === '' ? '' : `<path d="${mask}" fill="${classColour(label)}" fill-opacity="0.4" fill-rule="evenodd"/>`,
    turned === undefined
      ? `<rect x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}"/>`
      : `<path d="M${cornersOf(turned).join('L')}Z"/>`,
    ...limbsOf(points)
      .filter((ends) => ends.every(isSeen))
      .map(([[ax, ay], [bx, by]]) => `<path d="M${ax} ${ay}L${bx} ${by}" stroke-opacity="0.8"/>`),
    ...points.filter(isSeen).map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${1.5 * line}" fill="white"/>`),
  ].join('')
}

/** Whether a keypoint is sure enough to be drawn; the library draws by the same measure. */
const isSeen = (point: Keypoint) => visibilityOf(point) >= 0.25
