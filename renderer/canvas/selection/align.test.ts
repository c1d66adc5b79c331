import { expect, test } from 'vitest'
import { align, notAligned } from './align'

const box = (x: number, y: number, width = 100, height = 60) => ({ x, y, width, height })

test('a card snaps to the nearest edge or centre, on each axis by itself, and lines show to what', () => {
  expect(align(box(203, 104), [box(200, 0), box(0, 100)], 5)).toEqual({
    by: [-3, -4],
    guides: [
      { axis: 'x', at: 200, from: 0, to: 160 },
      { axis: 'x', at: 300, from: 0, to: 160 },
      { axis: 'x', at: 250, from: 0, to: 160 },
      { axis: 'y', at: 100, from: 0, to: 300 },
      { axis: 'y', at: 160, from: 0, to: 300 },
      { axis: 'y', at: 130, from: 0, to: 300 },
    ],
  })
})

test('cards of other sizes line up by their centres, or edge to edge', () => {
  expect([align(box(98, 300), [box(50, 0, 200, 60)], 5).by, align(box(247, 300), [box(50, 0, 200, 60)], 5).by]).toEqual([
    [2, 0],
    [3, 0],
  ])
})

test('what is out of reach, or far away, draws nothing', () => {
  expect([align(box(206, 106), [box(200, 0), box(0, 100)], 5), align(box(203, 2000), [box(200, 0)], 5)]).toEqual([notAligned, notAligned])
})
