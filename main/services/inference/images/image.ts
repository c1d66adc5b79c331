/** Images as a network sees them: upright, RGB, eight bits a channel, as OpenCV reads them for the library. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { HostError, fromSystemError } from '../../../contract/host-error'
import { decodeBitmap, isBitmap, readBitmapHeader } from './bmp'

/** Pixels row by row, three bytes each. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

const megabytes = 2 ** 20
const largestFile = 500 * megabytes
const mostPixels = 150e6

/** What is decoded. A drawing (SVG) can name other files and is no photograph. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif', 'jp2', 'jxl'])

/** Decodes an image file. Throws HostError `file.*` or `image.*`. */
export function decodeImage(path: string): Promise<Pixels> {
  return readImage(path, async (bytes) => {
    if (isBitmap(bytes)) {
      sizeOrRefusal(path, readBitmapHeader(bytes))
      return decodeBitmap(bytes)
    }
    const { image, fourth } = await openPhotograph(path, bytes)
    const upright = (fourth === 'ink' ? image.pipelineColourspace('cmyk') : image).autoOrient()
    const coloured = upright.toColourspace(fourth === 'ink' ? 'cmyk' : 'srgb')
    const { data, info } = await (fourth === null ? coloured.removeAlpha() : coloured)
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = info
    if (channels !== (fourth === null ? 3 : 4)) throw new Error(`expected ${fourth ?? 'no'} fourth channel, got ${channels} channels`)
    return { data: fourth === null ? data : withoutFourth(data, byFourth[fourth]), width, height }
  })
}

/** How large an image is upright, without decoding it. Throws HostError `file.*` or `image.*`. */
export function imageSize(path: string): Promise<Omit<Pixels, 'data'>> {
  return readImage(path, async (bytes) => {
    if (isBitmap(bytes)) return sizeOrRefusal(path, readBitmapHeader(bytes))
    return (await openPhotograph(path, bytes)).size
  })
}

async function openPhotograph(path: string, bytes: Uint8Array): Promise<Photograph> {
  // Colour profiles and transparency are left alone: the library's reader does not know them.
  const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', ignoreIcc: true, pages: 1 })
  const { format, space, hasAlpha, autoOrient } = await image.metadata()
  if (!formats.has(format)) throw new HostError('image.unreadable', `${basename(path)} is a file of another kind (${format}).`)
  // Of transparency the library's reader knows only that of TIFF.
  const fourth = space === 'cmyk' ? 'ink' : format === 'tiff' && hasAlpha ? 'cover' : null
  return { image, fourth, size: sizeOrRefusal(path, autoOrient) }
}

interface Photograph {
  readonly image: Sharp
  /** What a fourth channel does to the others; null: nothing, or there is none. */
  readonly fourth: 'ink' | 'cover' | null
  readonly size: Omit<Pixels, 'data'>
}

/** Throws HostError `image.too-large`. */
function sizeOrRefusal(path: string, { width, height }: Omit<Pixels, 'data'>) {
  if (width * height > mostPixels) throw tooLarge(path, `${width}×${height} pixels`)
  return { width, height }
}

/** Printing inks as OpenCV has them on a screen, by black alone and no profile; and what shines through a TIFF, which is black there. */
const byFourth = {
  ink: (value: number, black: number) => 255 - black - ((value * (255 - black)) >> 8),
  cover: (value: number, alpha: number) => Math.floor((value * alpha + 127) / 255),
} as const

function withoutFourth(four: Uint8Array, mix: (value: number, fourth: number) => number): Uint8Array {
  const out = new Uint8Array((four.length / 4) * 3)
  for (let i = 0; i < out.length / 3; i++) for (let c = 0; c < 3; c++) out[3 * i + c] = mix(four[4 * i + c]!, four[4 * i + 3]!)
  return out
}

/** Reads an image file and makes something of it; what goes wrong is told in the file's name. */
async function readImage<T>(path: string, read: (bytes: Uint8Array) => Promise<T> | T): Promise<T> {
  const bytes = await readImageFile(path)
  try {
    return await read(bytes)
  } catch (error) {
    if (error instanceof HostError) throw error
    const message = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    if (/exceeds pixel limit/.test(message)) throw tooLarge(path, 'too many pixels')
    throw new HostError('image.unreadable', `${basename(path)} cannot be read as an image (${message}).`)
  }
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
