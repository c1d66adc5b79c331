/** Which cell of a row writes which argument, where that is not one after the other. */
import { expect, test } from 'vitest'
import { analyze } from '../../graph-core/analysis'
import { parse } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { rowArguments } from './row-arguments'

/** Each argument of row 1 with what the row writes for it. */
function written(row: string) {
  const { document } = parse(`nc: 80\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - [-1, 2, ${row}]\nhead: []\n`)
  return rowArguments(document, analyze(document, builtin), builtin, 1).map(({ name, cell }) => [name, cell?.value])
}

test('TorchVision states its channels before the constructor’s arguments', () => {
  expect(written('TorchVision, [512, resnet18, DEFAULT, True, 2]').slice(0, 3)).toEqual([
    ['c2', 512],
    ['model', 'resnet18'],
    ['weights', 'DEFAULT'],
  ])
})

test('a transposed convolution leaves its input channels to the parse rule', () => {
  expect(written('nn.ConvTranspose2d, [128, 2, 2]').slice(0, 3)).toEqual([
    ['in_channels', undefined],
    ['out_channels', 128],
    ['kernel_size', 2],
  ])
})

test('HGBlock’s repeats stand in no cell', () => {
  expect(written('HGBlock, [32, 64, 3, True]').slice(1, 6)).toEqual([
    ['cm', 32],
    ['c2', 64],
    ['k', 3],
    ['n', undefined],
    ['lightconv', true],
  ])
})
