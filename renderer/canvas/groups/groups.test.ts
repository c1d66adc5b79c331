import { expect, test } from 'vitest'
import type { Group } from '../../../graph-core/document'
import type { LinkEdge } from '../LinkLine'
import { type GroupOfRows, colourOf, framesOf } from './frames'
import { rerouted } from './group-nodes'

const group = (values: Partial<Group>, ...members: string[]): GroupOfRows => ({
  group: { index: 0, rows: [], title: '', colour: '', isCollapsed: false, ...values },
  members: new Set(members),
})
const card = (id: string, x: number, y: number) => ({ id, position: { x, y }, width: 100, height: 60 })
const cards = [card('a', 0, 0), card('b', 200, 80), card('c', 500, 0)]
const link = (source: string, target: string) => ({ id: `${source}-${target}`, source, target }) as LinkEdge
const ends = (links: readonly LinkEdge[]) => links.map(({ source, target }) => `${source} > ${target}`)

test('a frame stands around its cards alone, with room for its title', () => {
  const [frame] = framesOf([group({}, 'a', 'b')], cards)
  expect(frame).toMatchObject({ x: -9, y: -22, width: 300 + 2 * 9, height: 140 + 22 + 9 })
})

test('a folded group stands in the place of one of its cards, and a group whose rows are gone stands nowhere', () => {
  const frames = framesOf([group({ isCollapsed: true }, 'a', 'b'), group({ index: 1 }, 'z')], cards)
  expect(frames.map(({ id, x, y }) => ({ id, x, y }))).toEqual([{ id: 'group 0', x: 200, y: 80 }])
})

test('links of a folded group’s rows are its own, once each, and those inside it are not drawn', () => {
  const links = [link('a', 'b'), link('a', 'c'), link('b', 'c'), link('c', 'd')]
  expect(ends(rerouted(links, framesOf([group({ isCollapsed: true }, 'a', 'b')], cards)))).toEqual(['group 0 > c', 'c > d'])
  expect(rerouted(links, framesOf([group({}, 'a', 'b')], cards))).toBe(links)
})

test('a colour that is none of ours is the plain one', () => {
  expect([colourOf('red'), colourOf('constructor')]).toEqual(['var(--category-head)', 'var(--category-join)'])
})
