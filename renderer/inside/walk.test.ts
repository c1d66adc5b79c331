import { expect, test } from 'vitest'
import { type Arrow, nextCard } from './walk'

const cards = [
  { id: 'x', x: 100, y: 0 },
  { id: 'left', x: 40, y: 60 },
  { id: 'right', x: 180, y: 60 },
  { id: 'y', x: 100, y: 120 },
]

test('arrows lead to the nearest card in their direction', () => {
  const walked = (from: string | null, ...arrows: Arrow[]) => arrows.reduce<string | null>((at, arrow) => nextCard(cards, at, arrow), from)
  expect([
    walked(null, 'ArrowDown'),
    walked('x', 'ArrowDown'),
    walked('left', 'ArrowRight'),
    walked('x', 'ArrowDown', 'ArrowRight', 'ArrowDown'),
    walked('y', 'ArrowUp', 'ArrowUp'),
    nextCard(cards, 'x', 'ArrowUp'),
  ]).toEqual(['x', 'left', 'right', 'y', 'x', null])
})
