import { expect, test } from 'vitest'
import { parseQuery } from './parse-query'

test.each([
  ['c2f 128', 'c2f', [128]],
  ['  conv 64 3 2 ', 'conv', [64, 3, 2]],
  ['conv 64, 3, 2', 'conv', [64, 3, 2]],
  ['Conv(64, 3, 2)', 'Conv', [64, 3, 2]],
  ['Conv [64, 3, 2]', 'Conv', [64, 3, 2]],
  ['Conv [64, 3', 'Conv', [64, 3]],
  ['C3k2 256 false .25', 'C3k2', [256, false, 0.25]],
  ['C3k2 256 no', 'C3k2 256 no', []],
  ['C3k2 256 false 0.25', 'C3k2', [256, false, 0.25]],
  ["nn.Upsample None 2 'nearest'", 'nn.Upsample', [null, 2, 'nearest']],
  ['nn.AvgPool2d [3, 1] 2', 'nn.AvgPool2d', [[3, 1], 2]],
  ['squeeze and excitation 16', 'squeeze and excitation', [16]],
  ['squeeze and', 'squeeze and', []],
  ['S2Attention', 'S2Attention', []],
  ['EMA ()', 'EMA', []],
  ['128', '128', []],
  ['', '', []],
] as const)('%j is %s with %j', (query, name, args) => {
  expect(parseQuery(query)).toEqual({ name, args })
})
