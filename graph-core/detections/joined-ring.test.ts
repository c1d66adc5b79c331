import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Pixel } from './found'
import { joinedRing } from './joined-ring'

interface Case {
  readonly rings: readonly (readonly Pixel[])[]
  /** What the library made of them: tests/make_joined.py ran it. */
  readonly joined: readonly Pixel[]
}

const cases = JSON.parse(readFileSync(new URL('fixtures/joined.json', import.meta.url), 'utf8')) as readonly Case[]

test.each(cases)('pieces become the polygon that the library makes of them: %#', ({ rings, joined }) => {
  expect(joinedRing(rings)).toEqual(joined)
})

test.each(cases)('in whatever order and direction they come, and wherever they begin: %#', ({ rings, joined }) => {
  expect(joinedRing(rings.map((ring) => [...ring.slice(1), ring[0]!].toReversed()).toReversed())).toEqual(joined)
})

test('nothing has no polygon', () => expect(joinedRing([])).toBeNull())
