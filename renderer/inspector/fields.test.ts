import { describe, expect, test } from 'vitest'
import { readDocument } from '../../graph-core/yaml/parse'
import { yaml } from '../../graph-core/yaml/template'
import { difference } from '../app/format'
import { channelArithmetic } from './channel-arithmetic'
import { readTyped } from './read-typed'

const document = readDocument(yaml`
  nc: 80
  scales:
    n: [0.33, 0.25, 1024]
    x: [1.00, 1.25, 512]
  backbone:
    - [-1, 1, Conv, [64, 3, 2]]
`)

describe('channel arithmetic', () => {
  const at = (scale: string, written: number, target = 'ultralytics@8.4') => channelArithmetic(document, { scale, target }, written)
  test('shows width, cap and rounding', () =>
    expect([at('n', 1024), at('x', 1024), at('n', 100)]).toEqual([
      '1024 → min(1024, 1024) × 0.25 = 256 → 256',
      '1024 → min(1024, 512) × 1.25 = 640 → 640',
      '100 → min(100, 1024) × 0.25 = 25 → 32',
    ]))
  test('says where a number equal to nc is left alone', () => expect(at('n', 80, 'ultralytics@8.3.63')).toBe('80 = nc → 80'))
})

test('what is typed into a field is read as Python would', () =>
  expect(['8', ' -1 ', 'True', 'None', '[3, 5]', 'nearest', "'mean'", ''].map((typed) => readTyped(typed, { kind: 'int' }))).toEqual([
    8,
    -1,
    true,
    null,
    [3, 5],
    'nearest',
    'mean',
    undefined,
  ]))

test('a float keeps its point', () => expect(readTyped('1', { kind: 'float' })).toEqual({ float: 1 }))

test('a difference is one between the numbers as shown', () =>
  expect([difference(9.0672, 8.8575, 1), difference(8.912, 8.869, 1), difference(10, 34), difference(3_170_864, 3_157_200)]).toEqual([
    '+0.2',
    '',
    '−24',
    '+13,664',
  ]))
