/** What rows and `fuse()` make of heads; `fixtures.test.ts` holds what they compute to PyTorch. */
import { describe, expect, test } from 'vitest'
import { type ArgValue, type BlockDefinition, type RowContext, fuse, stateDict } from '../../graph-core/symbolic'
import { builtin } from '..'
import { fixtureCase } from '../tests/fixture-cases'

const named = (name: string, family: 'ultralytics' | 'ultralytics83' = 'ultralytics') =>
  builtin.resolve(name, fixtureCase(`${family}/Detect/0`).target, ['ultralytics']) as BlockDefinition

const r: RowContext = {
  block: 'Head',
  channels: [64, 128],
  repeats: 1,
  scale: 'n',
  nc: 80,
  regMax: 16,
  end2end: null,
  cells: [],
  width: 0.25,
  maxChannels: Infinity,
  scaleChannels: (c) => c / 4,
}

describe('a row of', () => {
  test.each<[string, readonly ArgValue[], readonly ArgValue[], readonly ArgValue[]]>([
    ['Segment', [80, 32, 256], [80, 32, 64, 16, null, [64, 128]], [80, 32, 64, [64, 128]]],
    ['OBB', [80, 1], [80, 1, 16, null, [64, 128]], [80, 1, [64, 128]]],
    ['Pose', [1, [17, 3]], [1, [17, 3], 16, null, [64, 128]], [1, [17, 3], [64, 128]]],
    ['WorldDetect', [80, 512, true], [80, 512, true, 16, null, [64, 128]], [80, 512, true, [64, 128]]],
    ['v10Detect', [80], [80, [64, 128]], [80, [64, 128]]],
    ['ImagePoolingAttn', [256], [256, [64, 128]], [256, [64, 128]]],
  ])('%s is built as parse_model does, now and in 8.3', (name, cells, now, before) => {
    expect([named(name).row(cells, r), named(name, 'ultralytics83').row(cells, r)]).toEqual([now, before])
  })

  test('Classify keeps its classes now, and scales what is not nc in 8.3', () => {
    expect([named('Classify').row([40], r), named('Classify', 'ultralytics83').row([40], r)]).toEqual([
      [64, 40],
      [64, 10],
    ])
  })

  test('Segment says what it needs where it is too short', () => {
    expect(() => named('Segment').row([80, 32], r)).toThrow('needs classes, the number of masks and their channels')
  })
})

test.each<[readonly ArgValue[]]>([[[80, [17]]], [[80, [17, 4]]], [[80, [0, 3]]]])('Pose refuses the keypoints of %j', (args) => {
  const { env } = fixtureCase('ultralytics/Detect/0')
  expect(() => named('Pose').construct(env(), [...args, 16, false, [64, 128]])).toThrow('kpt_shape must be [points, 2] or [points, 3]')
})

test('the older release has no head that came later', () => {
  const { target } = fixtureCase('ultralytics83/Detect/0')
  const later = ['Segment26', 'OBB26', 'Pose26', 'Depth', 'SemanticSegment', 'YOLOEDetect', 'YOLOESegment', 'YOLOESegment26']
  expect(later.filter((name) => builtin.resolve(name, target, ['ultralytics']) !== undefined)).toEqual([])
})

describe('fused, a head that needs no NMS keeps what it answers with:', () => {
  test.each([
    ['Segment26/0', ['one2one_cv2', 'one2one_cv3', 'proto', 'one2one_cv4']],
    ['OBB26/0', ['one2one_cv2', 'one2one_cv3', 'one2one_cv4']],
    ['Pose26/0', ['one2one_cv2', 'one2one_cv3', 'one2one_cv4', 'one2one_cv4_kpts']],
    ['v10Detect/0', ['dfl', 'one2one_cv2', 'one2one_cv3']],
    ['YOLOESegment26/0', ['one2one_cv2', 'one2one_cv3', 'one2one_cv4', 'reprta', 'savpe', 'proto', 'one2one_cv5']],
  ])('%s', (id, children) => {
    const names = [...stateDict(fuse(fixtureCase(`ultralytics/${id}`).build(), { freezes: true }))].map(([name]) => name)
    expect([...new Set(names.map((name) => name.split('.')[0]))]).toEqual(children)
    expect(names.filter((name) => name.includes('semseg'))).toEqual([])
  })

  test('one of 8.3 keeps everything', () => {
    const names = [...stateDict(fuse(fixtureCase('ultralytics83/v10Detect/0').build(), { freezes: false }))].map(([name]) => name)
    expect([...new Set(names.map((name) => name.split('.')[0]))]).toEqual(['cv2', 'cv3', 'dfl', 'one2one_cv2', 'one2one_cv3'])
  })
})
