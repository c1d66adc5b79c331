/** Each recipe is its stock model with rows put in, and nothing else. `analysis/tables.test.ts` holds their numbers to PyTorch's. */
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { tablesOf } from '../../tests/truth/tables'
import { analyze } from '../analysis'
import { stockNameOf } from '../dialects/model-name'
import { atSize } from '../dialects/sizes'
import { type Document, moduleName } from '../document'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import { compareDocuments } from '.'

const assets = new URL('../../assets/', import.meta.url)
const names = (folder: string) => readdirSync(new URL(folder, assets)).filter((name) => name.endsWith('.yaml'))
const stock = [...names('models'), ...names('models/yolov5').map((name) => `yolov5/${name}`)].map((file) => file.replace('.yaml', ''))
const open = (path: string) => parse(readFileSync(new URL(path, assets), 'utf8'), { path }).document
const recipes = names('recipes').map((name) => name.replace('.yaml', ''))

function stockOf(recipe: string): Document {
  const name = stockNameOf(
    recipe,
    stock.map((file) => file.split('/').at(-1)!),
  )!
  return open(`models/${stock.find((file) => file.split('/').at(-1) === name)!}.yaml`)
}

test('recipes of every article are there', () => {
  expect(recipes).toEqual([
    'yolov5s-ccn',
    'yolov5s-cloattention-backbone',
    'yolov5s-cloattention-head',
    'yolov5s-crisscross',
    'yolov5s-gam',
    'yolov5s-s2attention',
    'yolov8-ema',
    'yolov8-seattention',
    'yolov9c-seattention',
    'yolov9e-seattention',
    'yolov9m-seattention',
    'yolov9s-seattention',
    'yolov9t-seattention',
  ])
})

test.each(recipes)('%s puts rows into its stock model, which others then read, and changes nothing else', (recipe) => {
  const { rows, header } = compareDocuments(stockOf(recipe), open(`recipes/${recipe}.yaml`))
  const kinds = new Set(rows.map(({ kind, cells }) => [kind, ...cells].join(' ')))
  expect([[...kinds].sort(), header]).toEqual([['added', 'changed from', 'kept'], []])
})

test.each(recipes)('%s has a table of PyTorch’s at every scale', (recipe) => {
  const tables = [...tablesOf('seed'), ...tablesOf('yolov5-seed')].filter((table) => table.yaml === `${recipe}.yaml`)
  const releases = new Set(tables.map(({ target }) => target)).size
  const sizes = recipe.startsWith('yolov9') ? 1 : 5
  expect(tables.length).toBe(sizes * releases)
})

/** As the article prints it: YOLOv5's way of writing lists, the block with the unscaled channels of the row before. */
const article = yaml`
  # YOLOv5
  nc: 80  # number of classes
  depth_multiple: 0.33  # model depth multiple
  width_multiple: 0.50  # layer channel multiple
  anchors:
    - [10,13, 16,30, 33,23]  # P3/8
    - [30,61, 62,45, 59,119]  # P4/16
    - [116,90, 156,198, 373,326]  # P5/32

  backbone:
    # [from, number, module, args]
    [[-1, 1, Conv, [64, 6, 2, 2]],  # 0-P1/2
     [-1, 1, Conv, [128, 3, 2]],  # 1-P2/4
     [-1, 3, C3, [128]],
     [-1, 1, Conv, [256, 3, 2]],  # 3-P3/8
     [-1, 6, C3, [256]],
     [-1, 1, Conv, [512, 3, 2]],  # 5-P4/16
     [-1, 9, C3, [512]],
     [-1, 1, Conv, [1024, 3, 2]],  # 7-P5/32
     [-1, 3, C3, [1024]],
     [-1, 1, SPPF, [1024, 5]],  # 9
    ]

  head:
    [[-1, 1, Conv, [512, 1, 1]],
     [-1, 1, nn.Upsample, [None, 2, 'nearest']],
     [[-1, 6], 1, Concat, [1]],
     [-1, 3, C3, [512, False]],  # 13

     [-1, 1, Conv, [256, 1, 1]],
     [-1, 1, nn.Upsample, [None, 2, 'nearest']],
     [[-1, 4], 1, Concat, [1]],
     [-1, 3, C3, [256, False]],  # 17 (P3/8-small)

     [-1, 1, Conv, [256, 3, 2]],
     [[-1, 14], 1, Concat, [1]],
     [-1, 3, C3, [512, False]],  # 20 (P4/16-medium)

     [-1, 1, Conv, [512, 3, 2]],
     [[-1, 10], 1, Concat, [1]],
     [-1, 3, C3, [1024, False]],  # 23 (P5/32-large)

     [-1, 1, S2Attention, [1024]],  # 24

     [[17, 20, 24], 1, Detect, [nc, anchors]],  # Detect(P3, P4, P5)
    ]
`

test.each(tablesOf('yolov5-seed').filter(({ name }) => name.includes('s2attention')))(
  'the article’s own file gives what PyTorch prints for $name',
  ({ size = 's', target, totals }) => {
    const report = analyze(parse(atSize(article, size), { path: 'yolov5-s2.yaml' }).document, builtin, { target })
    const { layers, params, gflops } = report.totals
    expect([layers, params, report.issues.map(({ code }) => code)]).toEqual([totals.layers, totals.params, ['row.not-in-target']])
    expect(Math.abs(gflops! / totals.gflops! - 1)).toBeLessThan(1e-6)
  },
)

test('the article’s own file and the recipe are one model, whatever is written how', () => {
  const recipe = open('recipes/yolov5s-s2attention.yaml')
  expect(compareDocuments(parse(article).document, recipe).isSame).toBe(true)
  expect(recipe.rows.map(moduleName)).toContain('S2Attention')
})
