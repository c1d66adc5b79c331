import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../tests/temporary-folder'
import { decodeImage, imageSize, writePicture } from './image'
import { catPath } from '../tests/tiny'

/** Two pixels: dark red on the left, light blue on the right. */
const [left, right] = [
  [120, 10, 20],
  [30, 60, 250],
]
const pair = () => sharp(Uint8Array.from([...left!, ...right!]), { raw: { width: 2, height: 1, channels: 3 } })
const sized = { raw: { width: 2, height: 1, channels: 1 } } as const

async function decode(image: Sharp, name = 'image.png') {
  const path = join(temporaryFolder(), name)
  await image.toFile(path)
  const { data, width, height } = await decodeImage(path)
  return { size: [width, height], pixels: [...data] }
}

describe('gives three bytes a pixel of', () => {
  const plain = { size: [2, 1], pixels: [...left!, ...right!] }
  test('a PNG', async () => expect(await decode(pair())).toEqual(plain))
  test('a PNG with a palette', async () => expect(await decode(pair().png({ palette: true, quality: 100 }))).toEqual(plain))
  test('a lossless WebP', async () => expect(await decode(pair().webp({ lossless: true }), 'a.webp')).toEqual(plain))
  test('a TIFF', async () => expect(await decode(pair().tiff({ compression: 'lzw' }), 'a.tiff')).toEqual(plain))
  test('a GIF', async () => expect((await decode(pair().gif(), 'a.gif')).size).toEqual([2, 1]))
  test('sixteen bits a channel', async () => expect(await decode(pair().toColourspace('rgb16').png())).toEqual(plain))
  test('grey', async () => {
    expect(await decode(sharp(Uint8Array.of(7, 200), sized).toColourspace('b-w').png())).toEqual({
      size: [2, 1],
      pixels: [7, 7, 7, 200, 200, 200],
    })
  })
  test('grey of sixteen bits', async () => {
    const grey = sharp(Uint8Array.of(7, 200), sized).toColourspace('grey16').png()
    expect(await decode(grey)).toEqual({ size: [2, 1], pixels: [7, 7, 7, 200, 200, 200] })
  })
  test('a transparent image: its colours, whatever shines through', async () => {
    const clear = sharp(Uint8Array.from([...left!, 0, ...right!, 128]), { raw: { width: 2, height: 1, channels: 4 } })
    expect(await decode(clear.png())).toEqual(plain)
  })
  test('a CMYK photograph', async () => {
    const { size, pixels } = await decode(pair().resize(16, 16).toColourspace('cmyk').jpeg({ quality: 100 }), 'a.jpg')
    expect([size, pixels.length]).toEqual([[16, 16], 3 * 256])
  })
})

/** What OpenCV read from each file of fixtures/images; Pillow where OpenCV does not know the form. `tests/make_images.py` made both. */
const folder = fileURLToPath(new URL('../fixtures/images/', import.meta.url))
const read = JSON.parse(readFileSync(join(folder, 'pixels.json'), 'utf8')) as Record<string, { width: number; height: number; rgb: string }>

/** Lossy forms leave the last bit to the decoder; of sixteen bits in a TIFF OpenCV rounds the last of eight. */
const levels = (name: string) => (/\.jpg$|lossy|16\.tiff/.test(name) ? 1 : 0)

test.each(Object.keys(read))('%s has the pixels that OpenCV reads', async (name) => {
  const { width, height, rgb } = read[name]!
  const expected = Buffer.from(rgb, 'base64')
  const decoded = await decodeImage(join(folder, name))
  const most = decoded.data.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i]!)), 0)
  expect([decoded.width, decoded.height, decoded.data.length]).toEqual([width, height, expected.length])
  expect(most).toBeLessThanOrEqual(levels(name))
})

test('an interlaced PNG has the pixels of the plain one', async () => {
  const path = join(temporaryFolder(), 'interlaced.png')
  await sharp(join(folder, 'rgb.png')).png({ progressive: true }).toFile(path)
  expect((await decodeImage(path)).data).toEqual((await decodeImage(join(folder, 'rgb.png'))).data)
})

test.each(['turned-1.jpg', 'turned-6.jpg', '24.bmp', 'moving.webp'])('the size of %s is known without decoding it', async (name) => {
  const { width, height } = read[name]!
  expect(await imageSize(join(folder, name))).toEqual({ width, height })
})

test.each(['24.bmp', 'rle-8.bmp', 'palette-4.bmp', '565.bmp', 'rgb.png', 'lossless.webp', 'plain.jpg', 'lzw.tiff', 'moving.gif'])(
  'every stump of %s is an image or refused with a code',
  async (name) => {
    const bytes = readFileSync(join(folder, name))
    const path = join(temporaryFolder(), name)
    const codes = new Set<string>()
    for (let length = 0; length < bytes.length; length += 7) {
      writeFileSync(path, bytes.subarray(0, length))
      codes.add(await decodeImage(path).then(() => 'read', ({ code }: { code: string }) => code)) // prettier-ignore
    }
    codes.delete('read')
    expect([...codes]).toEqual(['image.unreadable'])
  },
)

describe('refuses with a code', () => {
  const write = (name: string, contents: string | Uint8Array) => {
    const path = join(temporaryFolder(), name)
    writeFileSync(path, contents)
    return path
  }
  const cat = readFileSync(catPath)
  /** A PNG that claims to be huge and holds nothing. */
  const huge = () => {
    const chunk = (name: string, body: Buffer) => {
      const named = Buffer.concat([Buffer.from(name), body])
      const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
      length.writeUInt32BE(body.length)
      check.writeUInt32BE(crc32(named))
      return Buffer.concat([length, named, check])
    }
    const signature = Buffer.from('89504e470d0a1a0a', 'hex')
    const header = Buffer.from('00007530000075300802000000', 'hex') // 30,000 by 30,000
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(64))), chunk('IEND', Buffer.alloc(0))])
  }
  const cases: [string, () => string, string][] = [
    ['text', () => write('a.jpg', 'nc: 80'), 'image.unreadable'],
    ['an empty file', () => write('a.jpg', ''), 'image.unreadable'],
    ['half a JPEG', () => write('a.jpg', cat.subarray(0, cat.length / 2)), 'image.unreadable'],
    [
      'a drawing, which may read other files',
      () => write('a.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'image.unreadable',
    ],
    ['900 megapixels', () => write('a.png', huge()), 'image.too-large'],
    ['a missing file', () => join(temporaryFolder(), 'gone.jpg'), 'file.missing'],
    ['a folder', () => temporaryFolder(), 'file.not-a-file'],
  ]
  test.each(cases)('%s', async (_, path, code) => {
    await expect(decodeImage(path())).rejects.toMatchObject({ code, message: expect.not.stringContaining('\n') as string })
  })
})

test('the picture for people is upright, and no larger than a window shows', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'made'))
  const path = join(folder, 'made', 'picture.jpg')
  await writePicture({ data: new Uint8Array(3 * 4000 * 100), width: 4000, height: 100 }, path)
  const { format, width, height } = await sharp(path).metadata()
  expect([format, width, height]).toEqual(['jpeg', 2560, 64])
})
