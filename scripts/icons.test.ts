import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../tests/temporary-folder'
import { drawIcons } from './icons.mjs'

test('the drawing becomes pictures of every size, and containers that hold them whole', async () => {
  const folder = temporaryFolder()
  await drawIcons(fileURLToPath(new URL('../assets/icons/graft.svg', import.meta.url)), folder)
  const size = async (png: string | Buffer) => {
    const { width, height, hasAlpha } = await sharp(png).metadata()
    return [width, height, hasAlpha]
  }
  expect([await size(join(folder, '16x16.png')), await size(join(folder, '1024x1024.png'))]).toEqual([
    [16, 16, true],
    [1024, 1024, true],
  ])

  const ico = readFileSync(join(folder, 'icon.ico'))
  const entry = (i: number) => ico.subarray(ico.readUInt32LE(18 + 16 * i), ico.readUInt32LE(18 + 16 * i) + ico.readUInt32LE(14 + 16 * i))
  expect([ico.readUInt16LE(4), await size(entry(0)), await size(entry(6))]).toEqual([7, [16, 16, true], [256, 256, true]])

  const icns = readFileSync(join(folder, 'icon.icns'))
  const types: string[] = []
  let at = 8
  for (; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.toString('ascii', at, at + 4))
  expect([icns.toString('ascii', 0, 4), icns.readUInt32BE(4), at]).toEqual(['icns', icns.length, icns.length])
  expect(types).toContain('ic10')
})
