import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../tests/temporary-folder'
import { createDrawings } from './drawings'

const nothingFound = { detections: [], names: [] }

test('drawings of images of one name, in capitals or not, go beside each other, and beside what was there', async () => {
  const [images, folder] = [temporaryFolder(), temporaryFolder()]
  const image = async (name: string) => {
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).toFile(join(images, name))
    return join(images, name)
  }
  writeFileSync(join(folder, 'cat.jpg'), 'a photograph')
  const drawings = await createDrawings(folder)
  for (const name of ['cat.png', 'CAT.jpg', 'dog.png']) await drawings.draw(await image(name), nothingFound)
  expect([readdirSync(folder).sort(), readFileSync(join(folder, 'cat.jpg'), 'utf8')]).toEqual([
    ['CAT-3.jpg', 'cat-2.jpg', 'cat.jpg', 'dog.jpg'],
    'a photograph',
  ])
})
