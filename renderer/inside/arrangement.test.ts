/** Held for every block that has a fixture, and for all that it is made of. */
import { describe, expect, test } from 'vitest'
import { type Inside, type Level, descend } from '../../graph-core/inside'
import { type Arranged, type Loose, arrange } from '../../graph-core/inside/arrange'
import type { CallNode } from '../../graph-core/symbolic'
import { fixtureCase, fixtureCases } from '../../kernels/tests/fixture-cases'
import { createI18n } from '../app/i18n'
import { looseOf } from './arrangement'
import { wordsOf } from './words'

const { t } = createI18n('en')
const loose = (inside: Inside): Loose =>
  looseOf(
    inside,
    inside.nodes.map((node) => wordsOf(node, t)),
  )

interface Box {
  readonly what: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Cards, and the words on lines, as they stand. */
function boxesOf({ cards, lines }: Loose, arranged: Arranged): Box[] {
  return [
    ...cards.map(({ id, width, height }, i) => ({ what: id, width, height, ...arranged.cards[i]! })),
    ...lines.map(({ from, to, words }, i) => ({ what: `${from}>${to}`, ...words!, ...arranged.lines[i]!.words! })),
  ]
}

const cover = (a: Box, b: Box) => Math.abs(a.x - b.x) * 2 < a.width + b.width - 2 && Math.abs(a.y - b.y) * 2 < a.height + b.height - 2

function faults(given: Loose): string[] {
  const arranged = arrange(given)
  const boxes = boxesOf(given, arranged)
  const covered = boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b) => (cover(a, b) ? [`${a.what} covers ${b.what}`] : [])))
  const outside = boxes.filter(
    ({ x, y, width, height }) =>
      x - width / 2 < 0 || y - height / 2 < 0 || x + width / 2 > arranged.width || y + height / 2 > arranged.height,
  )
  return [...covered, ...outside.map(({ what }) => `${what} is outside`)]
}

/** Every picture is looked at once, however many blocks hold it. */
const seen = new Set<string>()

/** Every level below a call, down to the layers. */
function* below(id: string): Iterable<Level> {
  const { trace } = fixtureCase(id).trace('eval')
  const waiting: string[][] = [[]]
  for (const steps of waiting) {
    const level = descend(trace, trace.body[0] as CallNode, steps).at(-1)!
    yield level
    for (const { id: next, call, isAgain } of level.inside?.nodes ?? []) if (call !== undefined && !isAgain) waiting.push([...steps, next])
  }
}

describe('cards and words stand apart at every level', () => {
  test.each(fixtureCases().map(({ id }) => id))('%s', (id) => {
    const found: string[] = []
    for (const { path, inside } of below(id)) {
      if (inside === null) continue
      const given = loose(inside)
      const key = JSON.stringify(given)
      if (seen.has(key)) continue
      seen.add(key)
      found.push(...faults(given).map((fault) => `${path}: ${fault}`))
    }
    expect(found).toEqual([])
  })
})

test('the same inside is the same picture', () => {
  const of = () => loose(descend(...traced('ultralytics/C2f/0'), [])[0]!.inside!)
  expect(arrange(of())).toEqual(arrange(of()))
})

test('cards say what a block calls, in the words of papers', () => {
  const said = (id: string, ...steps: string[]) =>
    descend(...traced(id), steps)
      .at(-1)!
      .inside!.nodes.map((node) => wordsOf(node, t))
      .map(({ title, path, lines }) => [title, path, ...lines].filter((text) => text !== '').join(' | '))
  expect([said('attention/CPCA/0').slice(0, 5), said('ultralytics/C2f/0', 'cv1')]).toMatchInlineSnapshot(`
    [
      [
        "input | 12×9×12",
        "nn.Conv2d | conv | 12→12 k1 | 12×9×12 · 156 params",
        "nn.GELU | act | 12×9×12",
        "ChannelAttention | ca | c12 hidden=3 | 12×1×1 · 87 params",
        "mul | 12×9×12",
      ],
      [
        "input | 8×11×14",
        "nn.Conv2d | conv | 8→12 k1 bias=False | 12×11×14 · 96 params",
        "nn.BatchNorm2d | bn | num_features=12 | 12×11×14 · 24 params",
        "nn.SiLU | act | 12×11×14",
        "output | 12×11×14",
      ],
    ]
  `)
})

function traced(id: string) {
  const { trace } = fixtureCase(id).trace('eval')
  return [trace, trace.body[0] as CallNode] as const
}
