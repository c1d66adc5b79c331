import { expect, test } from 'vitest'
import { analyze } from '../../graph-core/analysis'
import { readDocument } from '../../graph-core/yaml/parse'
import { yaml } from '../../graph-core/yaml/template'
import { builtin } from '../../kernels'
import { layoutModel, thumbnail } from '.'

const layout = layoutModel(
  analyze(
    readDocument(yaml`
      nc: 1
      backbone:
        - [-1, 1, Conv, [16, 3, 2]]
        - [-1, 1, Conv, [32, 3, 2]]
      head:
        - [-1, 1, nn.Identity, []]
    `),
    builtin,
  ),
)

test('a thumbnail has a band a lane, a card a row in its colour, and the marked ones bordered', () => {
  const svg = thumbnail(layout, ['convolution', 'stage', 'layer'], { marked: new Set([1]) })
  expect(svg.match(/fill="var\(--[\w-]+\)"( stroke="var\(--text\)")?/g)).toEqual([
    'fill="var(--lane)"',
    'fill="var(--lane)"',
    'fill="var(--category-convolution)"',
    'fill="var(--category-stage)" stroke="var(--text)"',
    'fill="var(--category-layer)"',
  ])
  expect(svg).toContain(`viewBox="0 0 ${layout.bounds.width} ${layout.bounds.height}"`)
})

test('a row of no known category has a colour all the same', () => expect(thumbnail(layout, [])).toContain('fill="var(--category-other)"'))
