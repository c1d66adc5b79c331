import { expect, test } from 'vitest'
import { channelsShown, overlay } from './channels'

const map = { channels: 4, mean: [1, 3, 3, 2], variance: [0, 1, 5, 2], dead: [0], saturated: [3] }

test('channels stand by index, or with the largest first, all of them or those that say little', () =>
  expect([
    channelsShown(map, 'index', 'all'),
    channelsShown(map, 'mean', 'all'),
    channelsShown(map, 'variance', 'all'),
    channelsShown(map, 'mean', 'dead'),
  ]).toEqual([[0, 1, 2, 3], [1, 2, 3, 0], [2, 3, 1, 0], [0]]))

test('of a map that lies on a letterbox the part with the image covers the picture', () => {
  // 640×480 of an image 1280×960, 80 pixels of grey above and below; a map of 80×80 has 10 rows of grey on either side.
  const place = { fit: 'pad', scaled: [480, 640], offset: [80, 0], canvas: [640, 640] } as const
  expect(overlay(place, [80, 80], [1280, 960])).toEqual({ from: [0, 10, 80, 60], to: [0, 0, 1280, 960] })
})

test('of an image whose middle is seen the map covers the middle', () => {
  const place = { fit: 'crop', scaled: [224, 224], offset: [0, 0], canvas: [224, 224] } as const
  expect(overlay(place, [7, 7], [300, 200])).toEqual({ from: [0, 0, 7, 7], to: [50, 0, 200, 200] })
})
