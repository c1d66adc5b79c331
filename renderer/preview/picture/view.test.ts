import { expect, test } from 'vitest'
import { fitted, moved, scaleOf, seenPart, zoomed } from './view'

const image = { width: 400, height: 200 }
const room = { width: 200, height: 200 }

test('the whole image fits, in the middle of the room', () => {
  expect(seenPart(fitted(image), image, room)).toEqual({ left: 0, top: -100, width: 400, height: 400 })
})

test('the pixel under the pointer stays there while one zooms', () => {
  const at = { x: 100, y: 50 }
  const first = zoomed(fitted(image), 4, image, room)
  const whereIs = (view: typeof first) => {
    const { left, top } = seenPart(view, image, room)
    const scale = scaleOf(view, image, room)
    return [(at.x - left) * scale, (at.y - top) * scale]
  }
  const next = zoomed(first, 1.5, image, room, { x: 180, y: 90 })
  expect([next.zoom, whereIs(zoomed(next, 1, image, room, at))]).toEqual([6, whereIs(next)])
})

test('one cannot leave the image, nor zoom out of it', () => {
  const near = zoomed(fitted(image), 4, image, room)
  expect([moved(near, 9999, 9999, image, room), zoomed(near, 0.001, image, room)]).toEqual([{ zoom: 4, x: 50, y: 50 }, fitted(image)])
})
