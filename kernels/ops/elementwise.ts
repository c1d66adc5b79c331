/** Element by element, one input: the shape stays. */
import { type OnnxBuilder, type OnnxValue, type OpSpec, type PyExpr, type PyPrinter, defineOp } from '../../graph-core/symbolic'

type Lower = (g: OnnxBuilder, x: OnnxValue) => OnnxValue
type Print = (p: PyPrinter, x: PyExpr) => PyExpr

const unary = (name: string, lower: string | Lower, print: Print, traits: Pick<OpSpec<null>, 'weighs'> = {}) =>
  defineOp<null>(name, {
    ...traits,
    infer: ([x]) => [x!],
    macs: () => 0,
    onnx: (g, [x]) => [typeof lower === 'string' ? g.node(lower, [x!], x!) : lower(g, x!)],
    torch: (p, [x]) => print(p, x!),
  })

/** A constant that broadcasts. */
const scalar = (g: OnnxBuilder, x: OnnxValue, value: number) => g.constant([value], [], x.dtype)

export const sigmoid = unary('sigmoid', 'Sigmoid', (p, x) => p`${x}.sigmoid()`, { weighs: 'gives' })
export const relu = unary('relu', 'Relu', (p, x) => p`${x}.relu()`)
export const tanh = unary('tanh', 'Tanh', (p, x) => p`${x}.tanh()`)
export const exp = unary('exp', 'Exp', (p, x) => p`${x}.exp()`)
export const log = unary('log', 'Log', (p, x) => p`${x}.log()`)
export const sqrt = unary('sqrt', 'Sqrt', (p, x) => p`${x}.sqrt()`)
export const abs = unary('abs', 'Abs', (p, x) => p`${x}.abs()`)
export const neg = unary('neg', 'Neg', (p, x) => p`(-${x})`)
export const floor = unary('floor', 'Floor', (p, x) => p`${x}.floor()`)
export const sin = unary('sin', 'Sin', (p, x) => p`${x}.sin()`)
export const cos = unary('cos', 'Cos', (p, x) => p`${x}.cos()`)

/** x · sigmoid(x). */
export const silu = unary(
  'silu',
  (g, x) => g.node('Mul', [x, g.node('Sigmoid', [x], x)], x),
  (p, x) => p`torch.nn.functional.silu(${x})`,
)

/** x · Φ(x), exact. */
export const gelu = unary(
  'gelu',
  (g, x) => {
    if (g.opset >= 20) return g.node('Gelu', [x], x)
    const erf = g.node('Erf', [g.node('Div', [x, scalar(g, x, Math.SQRT2)], x)], x)
    const scaled = g.node('Mul', [x, g.node('Add', [erf, scalar(g, x, 1)], x)], x)
    return g.node('Mul', [scaled, scalar(g, x, 0.5)], x)
  },
  (p, x) => p`torch.nn.functional.gelu(${x})`,
)

/** x · Φ(x) by its approximation ½ · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))). */
export const tanhGelu = unary(
  'gelu_tanh',
  (g, x) => {
    if (g.opset >= 20) return g.node('Gelu', [x], x, { approximate: 'tanh' })
    const cube = g.node('Mul', [g.node('Mul', [x, x], x), x], x)
    const sum = g.node('Add', [x, g.node('Mul', [cube, scalar(g, x, 0.044715)], x)], x)
    const tanh = g.node('Tanh', [g.node('Mul', [sum, scalar(g, x, Math.sqrt(2 / Math.PI))], x)], x)
    return g.node('Mul', [g.node('Mul', [x, g.node('Add', [tanh, scalar(g, x, 1)], x)], x), scalar(g, x, 0.5)], x)
  },
  (p, x) => p`torch.nn.functional.gelu(${x}, approximate='tanh')`,
)

export const selu = unary('selu', 'Selu', (p, x) => p`torch.nn.functional.selu(${x})`)
export const softsign = unary('softsign', 'Softsign', (p, x) => p`torch.nn.functional.softsign(${x})`)
export const softplus = unary('softplus', 'Softplus', (p, x) => p`torch.nn.functional.softplus(${x})`)

/** relu6(x + 3) / 6. */
export const hardsigmoid = unary(
  'hardsigmoid',
  (g, x) => g.node('HardSigmoid', [x], x, { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }),
  (p, x) => p`torch.nn.functional.hardsigmoid(${x})`,
  { weighs: 'gives' },
)

export const hardswish = unary('hardswish', 'HardSwish', (p, x) => p`torch.nn.functional.hardswish(${x})`)

export const mish = unary(
  'mish',
  (g, x) => g.node('Mul', [x, g.node('Tanh', [g.node('Softplus', [x], x)], x)], x),
  (p, x) => p`torch.nn.functional.mish(${x})`,
)

export const leakyRelu = defineOp<{ slope: number }>('leaky_relu', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { slope }) => [g.node('LeakyRelu', [x!], x!, { alpha: { float: slope } })],
  torch: (p, [x], { slope }) => p`torch.nn.functional.leaky_relu(${x!}, ${slope})`,
})

export const elu = defineOp<{ alpha: number }>('elu', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { alpha }) => [g.node('Elu', [x!], x!, { alpha: { float: alpha } })],
  torch: (p, [x], { alpha }) => p`torch.nn.functional.elu(${x!}, ${alpha})`,
})

/** max(0, x) + min(0, alpha · (exp(x / alpha) − 1)). */
export const celu = defineOp<{ alpha: number }>('celu', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { alpha }) => [g.node('Celu', [x!], x!, { alpha: { float: alpha } })],
  torch: (p, [x], { alpha }) => p`torch.nn.functional.celu(${x!}, ${alpha})`,
})

/** 0 within ± lambd; outside as it was (`hard`), or nearer to 0 by lambd (`soft`). */
export const shrink = defineOp<{ lambd: number; kind: 'hard' | 'soft' }>('shrink', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { lambd, kind }) => [
    g.node('Shrink', [x!], x!, { lambd: { float: lambd }, bias: { float: kind === 'soft' ? lambd : 0 } }),
  ],
  torch: (p, [x], { lambd, kind }) => p`torch.nn.functional.${kind}shrink(${x!}, ${lambd})`,
})

/** Limits values to [min, max]; null leaves a side open. */
export const clamp = defineOp<{ min: number | null; max: number | null }>('clamp', {
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { min, max }) => {
    const bound = (value: number | null) => (value === null ? null : g.constant([value], [], x!.dtype))
    return [g.node('Clip', [x!, bound(min), bound(max)], x!)]
  },
  torch: (p, [x], { min, max }) => p`${x!}.clamp(${p.literal(min)}, ${p.literal(max)})`,
})

/** Slope per channel for negative values: `weight` is [1] or [c]. */
export const prelu = defineOp<null>('prelu', {
  infer: ([x]) => [x!],
  macs: ([x]) => x!.shape.reduce<number>((n, d) => n * (typeof d === 'number' ? d : d.hint), 1),
  onnx: (g, [x, weight]) => {
    const shape = [weight!.shape[0] as number, ...x!.shape.slice(2).map(() => 1)]
    const slope = g.node('Reshape', [weight!, g.constant(shape, [shape.length], 'i64')], { shape, dtype: x!.dtype })
    return [g.node('PRelu', [x!, slope], x!)]
  },
  torch: (p, [x, weight]) => p`torch.nn.functional.prelu(${x!}, ${weight!})`,
})

const onnxTypes = { f32: 1, f16: 10, i64: 7, i32: 6, u8: 2, bool: 9 } as const
const torchTypes = { f32: 'float32', f16: 'float16', i64: 'int64', i32: 'int32', u8: 'uint8', bool: 'bool' } as const

/** The same values in another element type. */
export const cast = defineOp<{ to: keyof typeof onnxTypes }>('to', {
  infer: ([x], { to }) => [{ shape: x!.shape, dtype: to }],
  macs: () => 0,
  onnx: (g, [x], { to }) => [g.node('Cast', [x!], { shape: x!.shape, dtype: to }, { to: onnxTypes[to] })],
  torch: (p, [x], { to }) => p`${x!}.to(torch.${torchTypes[to]})`,
})
