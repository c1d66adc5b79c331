/** Images as a network sees them: upright, RGB, eight bits a channel, as OpenCV reads them for the library. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp from 'sharp'
import { HostError, fromSystemError } from '../../contract/host-error'

/** Pixels row by row, three bytes each. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

const megabytes = 2 ** 20
const largestFile = 500 * megabytes
const mostPixels = 100e6

/** What is decoded. A drawing (SVG) can name other files and is no photograph. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif', 'jp2', 'jxl'])

/** Decodes an image file. Throws HostError `file.*` or `image.*`. */
export async function decodeImage(path: string): Promise<Pixels> {
  const bytes = await readImageFile(path)
  try {
    // Colour profiles and transparency are left alone: the library's reader does not know them.
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', ignoreIcc: true, pages: 1 })
    const { format, width, height } = await image.metadata()
    if (!formats.has(format)) throw new HostError('image.unreadable', `${basename(path)} is a file of another kind (${format}).`)
    if (width * height > mostPixels) throw tooLarge(path, `${width}×${height} pixels`)
    const { data, info } = await image
      .autoOrient()
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== 3) throw new Error(`expected 3 channels, got ${info.channels}`)
    return { data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof HostError) throw error
    const message = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    if (/exceeds pixel limit/.test(message)) throw tooLarge(path, 'too many pixels')
    throw new HostError('image.unreadable', `${basename(path)} cannot be read as an image (${message}).`)
  }
}

/** How large an image is upright, without decoding it. Throws HostError `file.*` or `image.*`. */
export async function imageSize(path: string): Promise<Omit<Pixels, 'data'>> {
  const { width, height } = await decodeImage(path)
  return { width, height }
}

const tooLarge = (path: string, what: string) => new HostError('image.too-large', `${basename(path)} has ${what}.`)

async function readImageFile(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path) // before opening, which would wait at a pipe for someone to write
    if (!found.isFile()) throw new HostError('file.not-a-file', `${path} is not a file.`)
    if (found.size > largestFile) throw tooLarge(path, `${(found.size / megabytes).toFixed(0)} MB`)
    return await readFile(path)
  } catch (error) {
    throw fromSystemError(error, path)
  }
}

/** The longest side of a picture for people: more than any window shows. */
const longestSide = 2560

/** Writes what the network saw as a JPEG. Throws HostError. */
export async function writePicture({ data, width, height }: Pixels, path: string): Promise<void> {
  const picture = sharp(data, { raw: { width, height, channels: 3 } })
  const jpeg = await picture
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 90 })
    .toBuffer()
  await writeFile(path, jpeg).catch((error: unknown) => {
    throw fromSystemError(error, path, 'write')
  })
}
