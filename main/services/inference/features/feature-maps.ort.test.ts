/** What rows give, on the real process, and the weights that attention applies, held to PyTorch's answers. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../tests/temporary-folder'
import { catPath, tiny } from '../tests/tiny'
import { openInference } from '../tests/watched-inference'

const files = () => {
  const folder = temporaryFolder()
  return { file: join(folder, 'maps'), picture: join(folder, 'picture.jpg') }
}
const job = { model: tiny, image: catPath, isRect: true } as const

test('a row gives its channels as tiles and as heat on the canvas of the image', async () => {
  const { inference } = await openInference()
  const where = files()
  const { result, issues } = await inference.features({ ...job, ...where, row: 1 })
  const [map] = result!.maps
  const bytes = readFileSync(where.file)
  const { channels, height, width, tiles, heats, statistics, histogram } = map!
  expect(issues).toEqual([])
  const [canvasHeight, canvasWidth] = result!.place.canvas
  expect([result!.width, result!.height, width / height]).toEqual([451, 300, canvasWidth / canvasHeight])
  const last = heats!.at(-1)!
  expect([tiles!.at, bytes.length, heats!.length]).toEqual([0, last.at + height * width, 2])
  expect([channels * tiles!.width * tiles!.height, histogram.reduce((a, b) => a + b)]).toEqual([heats![0]!.at, statistics.count])
  expect(bytes.subarray(0, tiles!.width * tiles!.height)).toContain(255)
  expect(readFileSync(where.picture).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
})

test('a head offers all that it gives', async () => {
  const { inference } = await openInference()
  const last = tiny.text.split('\n').filter((line) => line.startsWith('  - ')).length - 1
  const { result } = await inference.features({ ...job, ...files(), row: last })
  expect(result!.maps.map(({ kind, shape }) => [kind, shape.length])).toContainEqual(['output', 3])
})

const withRow = (row: string) => ({
  ...tiny,
  text: `nc: 3\nbackbone:\n  - [-1, 1, Conv, [16, 3, 4]]\n  - ${row}\n  - [-1, 1, Conv, [16, 3, 2]]\nhead:\n  - [[-1], 1, Detect, [nc]]\n`,
  weights: { seed: 1 },
  imgsz: [64, 64] as const,
})

test.each([
  ['[-1, 1, SEAttention, [8]]', [[[1, 16, 1, 1], 16, 1, 1]]],
  [
    '[-1, 1, CBAM, []]',
    [
      [[1, 16, 1, 1], 16, 1, 1],
      [[1, 1, 16, 16], 1, 16, 16],
    ],
  ],
  [
    '[-1, 1, EMA, []]',
    [
      [[8, 2, 16, 1], 16, 16, 1],
      [[8, 2, 1, 16], 16, 1, 16],
      [[8, 2], 16, 1, 1],
      [[8, 2], 16, 1, 1],
      [[8, 1, 16, 16], 8, 16, 16],
    ],
  ],
  ['[-1, 1, MHSA, []]', [[[1, 4, 256], 4, 16, 16]]],
  ['[-1, 1, SimAM, []]', [[[1, 16, 16, 16], 16, 16, 16]]],
  [
    '[-1, 1, CoordAtt, []]',
    [
      [[1, 16, 1, 16], 16, 1, 16],
      [[1, 16, 16, 1], 16, 16, 1],
    ],
  ],
  ['[-1, 1, C2f, [16, True]]', []],
])('%s applies weights', async (row, expected) => {
  const { inference } = await openInference()
  const { result } = await inference.features({ ...job, model: withRow(row), ...files(), row: 1 })
  expect(
    result!.maps.filter(({ kind }) => kind === 'weights').map(({ shape, channels, height, width }) => [shape, channels, height, width]),
  ).toEqual(expected)
})

test('a row of a model that cannot be built is refused with its errors', async () => {
  const { inference } = await openInference()
  const { result, issues } = await inference.features({ ...job, model: withRow('[-1, 1, EMA, [7]]'), ...files(), row: 1 })
  expect([result, issues.filter(({ severity }) => severity === 'error').length > 0]).toEqual([null, true])
})
