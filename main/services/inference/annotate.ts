/** Detections drawn on their image, for files that people look at. */
import type { Detection } from '../../contract/host'
import type { Pixels } from './image'

/** Colours far from each other for neighbouring classes: steps of the golden angle. */
const colourOf = (label: number) => `hsl(${Math.round((label * 137.508 + 25) % 360)} 85% 45%)`

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`).replace(/\p{Cc}/gu, ' ')

/** The image with a frame and a label for each detection, as a JPEG. */
export async function annotate(
  { data, width, height }: Pixels,
  detections: readonly Detection[],
  names: readonly string[],
): Promise<Buffer> {
  const line = Math.max(1, Math.round(Math.max(width, height) / 320))
  const size = Math.max(10, 6 * line)
  // The best stands in front.
  const marks = [...detections].reverse().map(({ box: [x1, y1, x2, y2], score, class: label }) => {
    const text = `${names[label] ?? label} ${score.toFixed(2)}`
    const [w, h] = [text.length * size * 0.62 + size / 2, size * 1.35]
    const [x, y] = [Math.max(0, Math.min(x1, width - w)), y1 >= h ? y1 - h : y1]
    return [
      `<rect x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}" fill="none" stroke="${colourOf(label)}" stroke-width="${line}"/>`,
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${colourOf(label)}"/>`,
      `<text x="${x + size / 4}" y="${y + size}" font-size="${size}" fill="white">${escaped(text)}</text>`,
    ].join('')
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Arial, sans-serif">${marks.join('')}</svg>`
  // Only now: every command of the command line would wait for it.
  const { default: sharp } = await import('sharp')
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 92 })
    .toBuffer()
}
