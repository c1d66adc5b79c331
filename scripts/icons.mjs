// Draws the app's icon in every size and container the three systems want, from one SVG.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/**
 * @param {string} svg
 * @param {string} folder
 */
export async function drawIcons(svg, folder) {
  const drawing = await readFile(svg)
  await mkdir(folder, { recursive: true })
  /** @type {Map<number, Buffer>} */
  const pngs = new Map()
  for (const size of pngSizes) {
    // The density at which the drawing's 512 units become this many pixels: sharp would otherwise enlarge a small picture.
    const png = await sharp(drawing, { density: (72 * size) / 512 })
      .resize(size, size)
      .png()
      .toBuffer()
    pngs.set(size, png)
    await writeFile(join(folder, `${size}x${size}.png`), png)
  }
  const png = (/** @type {number} */ size) => /** @type {Buffer} */ (pngs.get(size))
  await writeFile(join(folder, 'icon.png'), png(512))
  await writeFile(join(folder, 'icon.ico'), ico([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: png(size) }))))
  await writeFile(
    join(folder, 'icon.icns'),
    icns([
      ['icp4', png(16)],
      ['icp5', png(32)],
      ['ic07', png(128)],
      ['ic08', png(256)],
      ['ic09', png(512)],
      ['ic10', png(1024)],
      ['ic11', png(32)],
      ['ic12', png(64)],
      ['ic13', png(256)],
      ['ic14', png(512)],
    ]),
  )
}

/**
 * Windows' container: a directory, then the pictures, here as PNG (https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)).
 * @param {readonly { size: number, png: Buffer }[]} pictures
 */
export function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, i) => {
    const at = 6 + 16 * i
    head.writeUInt8(size % 256, at) // 0 stands for 256
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/**
 * Apple's container: a type and a length before each picture.
 * @param {readonly (readonly [type: string, png: Buffer])[]} pictures
 */
export function icns(pictures) {
  const parts = pictures.map(([type, png]) => {
    const head = Buffer.alloc(8)
    head.write(type, 'ascii')
    head.writeUInt32BE(8 + png.length, 4)
    return Buffer.concat([head, png])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 'ascii')
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  return Buffer.concat([head, ...parts])
}
