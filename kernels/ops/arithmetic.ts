/** Element by element, two inputs or an input and a number, with torch's broadcasting. */
import { type Checks, type Dim, ShapeError, type TensorType, defineOp, hintOf, shapeText } from '../../graph-core/symbolic'

/** The shape two operands broadcast to; throws ShapeError `shape.mismatch`. */
export function broadcast(a: TensorType, b: TensorType, what: string, check: Checks): Dim[] {
  const rank = Math.max(a.shape.length, b.shape.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a.shape.at(i - rank) ?? 1
    const y = b.shape.at(i - rank) ?? 1
    if (x === 1) return y
    if (y === 1 || check.same(x, y, `${what} of two sizes`)) return x
    throw new ShapeError('shape.mismatch', `${what}: ${shapeText(a)} and ${shapeText(b)} do not match (${hintOf(x)} against ${hintOf(y)})`)
  })
}

const count = (t: TensorType) => t.shape.reduce<number>((n, d) => n * hintOf(d), 1)

/** `number` is the right operand where there is one input; `reversed` makes it the left one. */
interface Operand {
  readonly number?: number
  readonly reversed?: boolean
}

const binary = (name: string, onnx: string, sign: string, multiplies = false, comparison = false) =>
  defineOp<Operand>(name, {
    ...(multiplies && { weighs: 'applies' as const }),
    infer: ([x, y], _, check) => [
      { shape: y === undefined ? x!.shape : broadcast(x!, y, name, check), dtype: comparison ? 'bool' : x!.dtype },
    ],
    macs: (_, [out]) => (multiplies ? count(out!) : 0),
    onnx: (g, [x, y], { number, reversed }, [out]) => {
      const other = y ?? g.constant([number!], [], x!.dtype)
      return [g.node(onnx, reversed === true ? [other, x!] : [x!, other], out!)]
    },
    torch: (p, [x, y], { number, reversed }) => {
      const other = y ?? p.literal(number)
      return reversed === true ? p`${other} ${sign} ${x!}` : p`${x!} ${sign} ${other}`
    },
  })

export const add = binary('add', 'Add', '+')
export const sub = binary('sub', 'Sub', '-')
export const mul = binary('mul', 'Mul', '*', true)
export const div = binary('div', 'Div', '/')
export const pow = binary('pow', 'Pow', '**')
export const greater = binary('gt', 'Greater', '>', false, true)
export const less = binary('lt', 'Less', '<', false, true)

/** Python's `//` by a positive whole number, for integers. */
export const floorDivide = defineOp<{ number: number }>('floor_divide', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { number }) => [g.node('Div', [x!, g.constant([number], [], x!.dtype)], x!)],
  torch: (p, [x], { number }) => p`${x!} // ${number}`,
})

/** Python's `%` by a positive whole number, for integers. */
export const remainder = defineOp<{ number: number }>('remainder', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { number }) => [g.node('Mod', [x!, g.constant([number], [], x!.dtype)], x!)],
  torch: (p, [x], { number }) => p`${x!} % ${number}`,
})

/** The smaller of two values; torch.minimum. */
export const minimum = defineOp<null>('minimum', {
  infer: ([x, y], _, check) => [{ shape: broadcast(x!, y!, 'minimum', check), dtype: x!.dtype }],
  macs: () => 0,
  onnx: (g, [x, y], _, [out]) => [g.node('Min', [x!, y!], out!)],
  torch: (p, [x, y]) => p`torch.minimum(${x!}, ${y!})`,
})

/** The larger of two values; torch.maximum. */
export const maximum = defineOp<null>('maximum', {
  infer: ([x, y], _, check) => [{ shape: broadcast(x!, y!, 'maximum', check), dtype: x!.dtype }],
  macs: () => 0,
  onnx: (g, [x, y], _, [out]) => [g.node('Max', [x!, y!], out!)],
  torch: (p, [x, y]) => p`torch.maximum(${x!}, ${y!})`,
})

/** Values of the second input where the condition (first input) holds, else of the third. */
export const where = defineOp<null>('where', {
  infer: ([c, x, y], _, check) => {
    const values = { shape: broadcast(x!, y!, 'where', check), dtype: x!.dtype }
    return [{ shape: broadcast(c!, values, 'where', check), dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [c, x, y], _, [out]) => [g.node('Where', [c!, x!, y!], out!)],
  torch: (p, [c, x, y]) => p`torch.where(${c!}, ${x!}, ${y!})`,
})
