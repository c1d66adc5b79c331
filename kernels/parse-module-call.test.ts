import { describe, expect, test } from 'vitest'
import { isModule, moduleOf } from '../graph-core/symbolic'
import { builtin } from '.'

/** The layer a text gives, with the arguments that matter, or undefined. */
function read(text: string) {
  const module = builtin.readModule(text)
  if (!isModule(module)) return undefined
  const { definition, args } = moduleOf(module)
  return [definition.name, args]
}

describe('is read as a layer:', () => {
  test.each([
    ['nn.ReLU()', ['ReLU', { inplace: false }]],
    ['ReLU()', ['ReLU', { inplace: false }]],
    ['torch.nn.SiLU(inplace=True)', ['SiLU', { inplace: true }]],
    ['  nn.LeakyReLU( 0.1 , inplace = True, ) ', ['LeakyReLU', { negative_slope: 0.1, inplace: true }]],
    ['nn.LeakyReLU(negative_slope=1e-2)', ['LeakyReLU', { negative_slope: 0.01, inplace: false }]],
    ["nn.GELU('tanh')", ['GELU', { approximate: 'tanh' }]],
    ['nn.MaxPool2d((3, 2), stride=[1, 2])', ['MaxPool2d', expect.objectContaining({ kernel_size: [3, 2], stride: [1, 2] })]],
    ['nn.Softmax(dim=-1)', ['Softmax', { dim: -1 }]],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected))
})

describe('is not read, and never evaluated:', () => {
  test.each([
    '',
    'ReLU',
    'nn.ReLU',
    'nn.Unknown()',
    'os.system("true")',
    'nn.ReLU(print(1))',
    'nn.ReLU(inplace=not False)',
    'nn.LeakyReLU(0.1 + 0.1)',
    'nn.ReLU() or nn.SiLU()',
    'nn.LeakyReLU(0.1 0.2)',
    'nn.MaxPool2d((3, 2)',
    'lambda: nn.ReLU()',
    'nn.ReLU(toString)',
    '__proto__()',
  ])('%s', (text) => expect(read(text)).toBeUndefined())
})

test.each(['nn.ReLU(1, 2)', 'nn.LeakyReLU(slope=0.1)', 'nn.LeakyReLU("steep")', 'nn.LeakyReLU(negative_slope=0.1, True)'])(
  '%s is refused with a reason',
  (text) => expect(() => read(text)).toThrow(),
)
