/** Padding layers. https://pytorch.org/docs/stable/nn.html#padding-layers */
import { type ArgValue, type Role, ShapeError, type Size, type Tensor, defineLayer, hintOf, size } from '../../graph-core/symbolic'
import { pad } from '../ops/pad'

/** One number for all sides, or [left, right, top, bottom]. */
const sides: Role<Size> = {
  ...size(),
  expected: 'a whole number or [left, right, top, bottom]',
  read: (v: ArgValue) => {
    const read = size().read(v)
    return typeof read === 'number' || read?.length === 4 ? read : undefined
  },
}

const each = (value: Size): readonly number[] => (typeof value === 'number' ? [value, value, value, value] : value)

/** A reflection does not reach further than the other side of the map. */
function requireReach(x: Tensor, [left, right, top, bottom]: readonly number[]): void {
  const [h, w] = [hintOf(x.size(-2)), hintOf(x.size(-1))]
  if (Math.max(left!, right!) >= w || Math.max(top!, bottom!) >= h)
    throw new ShapeError('shape.too-small', `ReflectionPad2d by [${left}, ${right}, ${top}, ${bottom}] does not fit a map of ${h}×${w}`)
}

const paddingLayer = (name: string, mode: 'constant' | 'reflect') =>
  defineLayer(name, {
    file: 'padding',
    args: { padding: sides },
    forward({ padding }, x) {
      const [left, right, top, bottom] = each(padding) as [number, number, number, number]
      if (mode === 'reflect') requireReach(x, [left, right, top, bottom])
      return pad([x], { left, right, top, bottom, mode, value: 0 })
    },
  })

export const ZeroPad2d = paddingLayer('ZeroPad2d', 'constant')
export const ReflectionPad2d = paddingLayer('ReflectionPad2d', 'reflect')
