/** Every op of `kernels/ops`, as our language and as Python write it. Inputs are noise of the given shapes. */
import '../methods'
import { type Frame, type Tensor, dim } from '../../../graph-core/symbolic'
import { conv, convTranspose } from '../conv'
import * as elementwise from '../elementwise'
import { linear } from '../matmul'
import { batchNorm, groupNorm, layerNorm } from '../norm'
import { pad } from '../pad'
import { adaptivePool, avgPool, maxPool } from '../pool'
import { resize } from '../resize'
import { gridSample, indexSelect } from '../select'
import { fold, unfold } from '../unfold'

export interface OpCase {
  readonly shapes: readonly (readonly number[])[]
  readonly run: (x: readonly Tensor[], f: Frame) => Tensor
  readonly python: string
  /** Where a decision is taken on a size, so that there is no dynamic graph. */
  readonly fixed?: boolean
  /** Where only the first input is an image: the others are weights, whose sizes stay. */
  readonly images?: number
  /** First opset it can be written for; 13 where it is not said. */
  readonly opset?: number
}

const image = [2, 6, 7, 9]
const one = (run: (x: Tensor, f: Frame) => Tensor, python: string, shape: readonly number[] = image): OpCase => ({
  shapes: [shape],
  run: ([x], f) => run(x!, f),
  python,
})
const two = (run: (x: Tensor, y: Tensor) => Tensor, python: string): OpCase => ({
  shapes: [image, [1, 6, 1, 1]],
  run: ([x, y]) => run(x!, y!),
  python,
})

const elementwiseCases: { [name: string]: OpCase } = {
  add: two((x, y) => x.add(y), 'x0 + x1'),
  'add a number': one((x) => x.add(2), 'x0 + 2'),
  sub: two((x, y) => x.sub(y), 'x0 - x1'),
  rsub: one((x) => x.rsub(2), '2 - x0'),
  mul: two((x, y) => x.mul(y), 'x0 * x1'),
  div: two((x, y) => x.div(y), 'x0 / x1'),
  rdiv: one((x) => x.rdiv(2), '2 / x0'),
  pow: one((x) => x.abs().pow(1.5), 'x0.abs() ** 1.5'),
  'gt and where': two((x, y) => x.gt(y).where(x, y), 'torch.where(x0 > x1, x0, x1)'),
  lt: one((x) => x.lt(0.1).to('f32'), '(x0 < 0.1).float()'),
  minimum: two((x, y) => x.minimum(y), 'torch.minimum(x0, x1)'),
  maximum: two((x, y) => x.maximum(y), 'torch.maximum(x0, x1)'),
  sigmoid: one((x) => x.sigmoid(), 'x0.sigmoid()'),
  relu: one((x) => x.relu(), 'x0.relu()'),
  tanh: one((x) => x.tanh(), 'x0.tanh()'),
  exp: one((x) => x.exp(), 'x0.exp()'),
  log: one((x) => x.abs().log(), 'x0.abs().log()'),
  sqrt: one((x) => x.abs().sqrt(), 'x0.abs().sqrt()'),
  neg: one((x) => x.neg(), '-x0'),
  floor: one((x) => x.mul(5).floor(), '(x0 * 5).floor()'),
  'cast to i64 cuts off': one((x) => x.mul(5).to('i64').to('f32'), '(x0 * 5).long().float()'),
  sin: one((x) => x.sin(), 'x0.sin()'),
  cos: one((x) => x.cos(), 'x0.cos()'),
  silu: one((x) => x.silu(), 'F.silu(x0)'),
  gelu: one((x) => x.gelu(), 'F.gelu(x0)'),
  'gelu by tanh': one((x) => elementwise.tanhGelu([x.mul(3)], null), "F.gelu(x0 * 3, approximate='tanh')"),
  'floorDivide of integers': one((x) => x.abs().mul(50).to('i64').floorDivide(7).to('f32'), '((x0.abs() * 50).long() // 7).float()'),
  'remainder of integers': one((x) => x.abs().mul(50).to('i64').remainder(7).to('f32'), '((x0.abs() * 50).long() % 7).float()'),
  softplus: one((x) => x.mul(30).softplus(), 'F.softplus(x0 * 30)'),
  hardsigmoid: one((x) => elementwise.hardsigmoid([x.mul(5)], null), 'F.hardsigmoid(x0 * 5)'),
  hardswish: { ...one((x) => elementwise.hardswish([x.mul(5)], null), 'F.hardswish(x0 * 5)'), opset: 14 },
  mish: one((x) => elementwise.mish([x], null), 'F.mish(x0)'),
  leakyRelu: one((x) => elementwise.leakyRelu([x], { slope: 0.2 }), 'F.leaky_relu(x0, 0.2)'),
  elu: one((x) => elementwise.elu([x], { alpha: 0.7 }), 'F.elu(x0, 0.7)'),
  celu: one((x) => elementwise.celu([x], { alpha: 0.7 }), 'F.celu(x0, 0.7)'),
  selu: one((x) => elementwise.selu([x], null), 'F.selu(x0)'),
  softsign: one((x) => elementwise.softsign([x], null), 'F.softsign(x0)'),
  hardshrink: one((x) => elementwise.shrink([x], { lambd: 0.4, kind: 'hard' }), 'F.hardshrink(x0, 0.4)'),
  softshrink: one((x) => elementwise.shrink([x], { lambd: 0.4, kind: 'soft' }), 'F.softshrink(x0, 0.4)'),
  clamp: one((x) => x.clamp(-0.3, 0.4), 'x0.clamp(-0.3, 0.4)'),
  'clamp one side': one((x) => x.clamp(null, 0.4), 'x0.clamp(max=0.4)'),
  'prelu of channels': { shapes: [image, [6]], run: ([x, w]) => elementwise.prelu([x!, w!], null), python: 'F.prelu(x0, x1)', images: 1 },
  'prelu of one slope': { shapes: [image, [1]], run: ([x, w]) => elementwise.prelu([x!, w!], null), python: 'F.prelu(x0, x1)', images: 1 },
}

const matrixCases: { [name: string]: OpCase } = {
  matmul: {
    shapes: [image, [9, 4]],
    run: ([x, y]) => x!.flatten(2).transpose(1, 2).matmul(x!.flatten(2)).sum(-1).unsqueeze(-1).matmul(y!.sum(0).unsqueeze(0)),
    python: '(x0.flatten(2).transpose(1, 2) @ x0.flatten(2)).sum(-1).unsqueeze(-1) @ x1.sum(0).unsqueeze(0)',
  },
  'linear of rows': { shapes: [[3, 6], [4, 6], [4]], run: (x) => linear(x, null), python: 'F.linear(x0, x1, x2)', images: 1 },
  'linear of a sequence': {
    shapes: [image, [4, 6], [4]],
    run: ([x, w, b]) => linear([x!.rearrange('n c h w -> n (h w) c'), w!, b!], null),
    python: 'F.linear(x0.flatten(2).transpose(1, 2), x1, x2)',
    images: 1,
  },
  'softmax over channels': one((x) => x.softmax(1), 'x0.softmax(1)'),
  'softmax over the last axis': one((x) => x.softmax(-1), 'x0.softmax(-1)'),
}

const geometry = { stride: [2, 1], padding: [1, 2], dilation: [2, 1], groups: 2 }

const convCases: { [name: string]: OpCase } = {
  conv: {
    shapes: [image, [4, 3, 3, 3], [4]],
    run: (x) => conv(x, geometry),
    python: 'F.conv2d(x0, x1, x2, (2, 1), (1, 2), (2, 1), 2)',
    images: 1,
  },
  'conv over one axis': {
    shapes: [
      [2, 6, 9],
      [4, 6, 3],
    ],
    run: (x) => conv(x, { stride: [2], padding: [1], dilation: [1], groups: 1 }),
    python: 'F.conv1d(x0, x1, None, 2, 1)',
    images: 1,
  },
  convTranspose: {
    shapes: [image, [6, 2, 3, 3], [4]],
    run: (x) => convTranspose(x, { stride: [2, 3], padding: [1, 0], dilation: [1, 2], groups: 2, outputPadding: [1, 0] }),
    python: 'F.conv_transpose2d(x0, x1, x2, (2, 3), (1, 0), (1, 0), 2, (1, 2))',
    images: 1,
  },
  batchNorm: {
    shapes: [image, [6], [6], [6], [6]],
    run: ([x, w, b, m, v]) => batchNorm([x!, w!, b!, m!, v!.abs()], { eps: 1e-3 }),
    python: 'F.batch_norm(x0, x3, x4.abs(), x1, x2, False, 0.0, 1e-3)',
    images: 1,
  },
  layerNorm: {
    shapes: [image, [6], [6]],
    run: ([x, w, b]) => layerNorm([x!.permute(0, 2, 3, 1), w!, b!], { shape: [6], eps: 1e-6 }),
    python: 'F.layer_norm(x0.permute(0, 2, 3, 1), (6,), x1, x2, 1e-6)',
    images: 1,
    opset: 17,
  },
  'layerNorm over a map': {
    ...one((x) => layerNorm([x], { shape: [6, 7, 9], eps: 1e-5 }), 'F.layer_norm(x0, (6, 7, 9))'),
    fixed: true,
    opset: 17,
  },
  groupNorm: {
    shapes: [image, [6], [6]],
    run: (x) => groupNorm(x, { groups: 3, eps: 1e-5 }),
    python: 'F.group_norm(x0, 3, x1, x2)',
    images: 1,
  },
  'groupNorm without weights': one((x) => groupNorm([x], { groups: 2, eps: 1e-5 }), 'F.group_norm(x0, 2)'),
}

const pool = { kernel: [3, 2], stride: [2, 2], padding: [1, 1], ceil: false }
const tall = [2, 3, 8, 11]

const poolCases: { [name: string]: OpCase } = {
  maxPool: one((x) => maxPool([x], { ...pool, dilation: [1, 2] }), 'F.max_pool2d(x0, (3, 2), 2, 1, (1, 2))'),
  'maxPool rounded up': one(
    (x) => maxPool([x], { ...pool, dilation: [1, 1], ceil: true }),
    'F.max_pool2d(x0, (3, 2), 2, 1, ceil_mode=True)',
  ),
  'maxPool rounded up, a last window outside': one(
    (x) => maxPool([x], { kernel: [2, 2], stride: [3, 3], padding: [1, 1], dilation: [1, 1], ceil: true }),
    'F.max_pool2d(x0, 2, 3, 1, ceil_mode=True)',
    tall,
  ),
  'maxPool rounded up, its size used': one(
    (x, f) => {
      const y = maxPool([x], { kernel: [2, 2], stride: [3, 3], padding: [1, 1], dilation: [1, 1], ceil: true })
      return y.add(f.arange(y.size(2)).unsqueeze(1)).add(f.arange(y.size(3)))
    },
    '(lambda y: y + torch.arange(y.shape[2]).unsqueeze(1) + torch.arange(y.shape[3]))(F.max_pool2d(x0, 2, 3, 1, ceil_mode=True))',
    tall,
  ),
  avgPool: one((x) => avgPool([x], { ...pool, countIncludePad: true }), 'F.avg_pool2d(x0, (3, 2), 2, 1)'),
  'avgPool without padding counted': one(
    (x) => avgPool([x], { ...pool, countIncludePad: false }),
    'F.avg_pool2d(x0, (3, 2), 2, 1, count_include_pad=False)',
  ),
  'avgPool rounded up': one(
    (x) => avgPool([x], { ...pool, ceil: true, countIncludePad: true }),
    'F.avg_pool2d(x0, (3, 2), 2, 1, ceil_mode=True)',
    tall,
  ),
  'avgPool rounded up without padding counted': one(
    (x) => avgPool([x], { ...pool, ceil: true, countIncludePad: false }),
    'F.avg_pool2d(x0, (3, 2), 2, 1, ceil_mode=True, count_include_pad=False)',
    tall,
  ),
  'avgPool rounded up, a last window outside': one(
    (x) => avgPool([x], { kernel: [2, 2], stride: [3, 3], padding: [1, 1], ceil: true, countIncludePad: true }),
    'F.avg_pool2d(x0, 2, 3, 1, ceil_mode=True)',
    tall,
  ),
  'avgPool over one axis': one(
    (x) => avgPool([x.flatten(2)], { kernel: [3], stride: [2], padding: [0], ceil: false, countIncludePad: true }),
    'F.avg_pool1d(x0.flatten(2), 3, 2)',
  ),
  'adaptivePool to one cell': one((x) => adaptivePool([x], { sizes: [1, 1], kind: 'avg' }), 'F.adaptive_avg_pool2d(x0, 1)'),
  'adaptivePool to one column': one((x) => adaptivePool([x], { sizes: [null, 1], kind: 'max' }), 'F.adaptive_max_pool2d(x0, (None, 1))'),
  'adaptivePool to uneven cells': one((x) => adaptivePool([x], { sizes: [3, 4], kind: 'avg' }), 'F.adaptive_avg_pool2d(x0, (3, 4))'),
  'adaptivePool to more cells than there are': one(
    (x) => adaptivePool([x], { sizes: [10, 5], kind: 'max' }),
    'F.adaptive_max_pool2d(x0, (10, 5))',
  ),
}

const interpolate = (
  mode: 'nearest' | 'bilinear' | 'bicubic',
  how: { scales?: number[]; sizes?: number[]; corners?: boolean },
  python: string,
) =>
  one(
    (x) => resize([x], { mode, alignCorners: how.corners ?? false, scales: how.scales ?? null, sizes: how.sizes ?? null }),
    `F.interpolate(x0, ${python}, mode='${mode}'${mode === 'nearest' ? '' : `, align_corners=${how.corners === true ? 'True' : 'False'}`})`,
  )

const resizeCases: { [name: string]: OpCase } = {
  'nearest by 2': interpolate('nearest', { scales: [2, 2] }, 'scale_factor=2'),
  'nearest to a size': interpolate('nearest', { sizes: [5, 20] }, 'size=(5, 20)'),
  'nearest by a fraction': { ...interpolate('nearest', { scales: [1.5, 0.5] }, 'scale_factor=(1.5, 0.5)'), fixed: true },
  'bilinear by 2': interpolate('bilinear', { scales: [2, 2] }, 'scale_factor=2'),
  'bilinear to a size': interpolate('bilinear', { sizes: [5, 20] }, 'size=(5, 20)'),
  'bilinear to one row': interpolate('bilinear', { sizes: [1, 4] }, 'size=(1, 4)'),
  'bilinear by a fraction': { ...interpolate('bilinear', { scales: [1.3, 0.7] }, 'scale_factor=(1.3, 0.7)'), fixed: true },
  'bilinear, corners aligned': interpolate('bilinear', { sizes: [5, 20], corners: true }, 'size=(5, 20)'),
  'bilinear to one row, corners aligned': interpolate('bilinear', { sizes: [1, 4], corners: true }, 'size=(1, 4)'),
  'bicubic by 2': interpolate('bicubic', { scales: [2, 2] }, 'scale_factor=2'),
  'bicubic to a size': interpolate('bicubic', { sizes: [5, 20] }, 'size=(5, 20)'),
}

const windows = { kernel: [3, 2], stride: [1, 1], padding: [1, 1], dilation: [1, 2] }
const edges = { left: 1, right: 2, top: 3, bottom: 0, value: 0 }

const movingCases: { [name: string]: OpCase } = {
  mean: one((x) => x.mean([2, 3], true), 'x0.mean((2, 3), True)'),
  'mean of one axis': one((x) => x.mean(1), 'x0.mean(1)'),
  sum: one((x) => x.sum([-1, 1]), 'x0.sum((-1, 1))'),
  amax: one((x) => x.amax(1, true), 'x0.amax(1, True)'),
  amin: one((x) => x.amin([2]), 'x0.amin(2)'),
  argmax: one((x) => x.argmax(1), 'x0.argmax(1)'),
  'pad by a value': one((x) => pad([x], { ...edges, mode: 'constant', value: 0.5 }), 'F.pad(x0, (1, 2, 3, 0), value=0.5)'),
  'pad by cutting': one((x) => pad([x], { ...edges, left: -1, mode: 'constant' }), 'F.pad(x0, (-1, 2, 3, 0))'),
  'pad by reflection': one((x) => pad([x], { ...edges, mode: 'reflect' }), "F.pad(x0, (1, 2, 3, 0), mode='reflect')"),
  'pad by the edge': one((x) => pad([x], { ...edges, mode: 'replicate' }), "F.pad(x0, (1, 2, 3, 0), mode='replicate')"),
  'topk values': one((x) => x.topk(3, 1)[0], 'x0.topk(3, 1)[0]'),
  'topk indices': one((x) => x.topk(3, 1)[1], 'x0.topk(3, 1)[1]'),
  gather: one((x) => x.gather(1, x.argmax(1, true)), 'x0.gather(1, x0.argmax(1, True))'),
  indexSelect: one(
    (x, f) => indexSelect([x, f.constant([4, 0, 4], [3], 'i64')], { axis: 1 }),
    'x0.index_select(1, torch.tensor([4, 0, 4]))',
  ),
  gridSample: {
    shapes: [
      [2, 3, 5, 7],
      [2, 4, 6, 2],
    ],
    run: (x) => gridSample([x[0]!, x[1]!.mul(1.2)], { alignCorners: false }),
    python: 'F.grid_sample(x0, x1 * 1.2, align_corners=False)',
    images: 1,
    opset: 16,
  },
  'gridSample, corners aligned': {
    shapes: [
      [2, 3, 5, 7],
      [2, 4, 6, 2],
    ],
    run: (x) => gridSample([x[0]!, x[1]!.mul(1.2)], { alignCorners: true }),
    python: 'F.grid_sample(x0, x1 * 1.2, align_corners=True)',
    images: 1,
    opset: 16,
  },
  reshape: one((x) => x.reshape(x.size(0), 2, -1), 'x0.reshape(x0.shape[0], 2, -1)'),
  'reshape with several open sizes': one(
    (x) => x.rearrange('n (g c) h w -> (n g) c (w h)', { g: 2 }),
    'x0.reshape(-1, 3, *x0.shape[2:]).transpose(2, 3).flatten(2)',
  ),
  'reshape that merges and splits': one((x) => x.rearrange('n c h w -> (c h) n w').rearrange('(c h) n w -> n c h w', { c: 6 }), 'x0'),
  permute: one((x) => x.permute(3, 0, 2, 1), 'x0.permute(3, 0, 2, 1)'),
  'split and concat': one((x, f) => f.concat([...x.split([1, 3, 2], 1)].reverse(), 1), 'torch.cat(x0.split([1, 3, 2], 1)[::-1], 1)'),
  'chunk that does not come out even': one((x, f) => f.concat([...x.chunk(4, 1)].reverse(), 1), 'torch.cat(x0.chunk(4, 1)[::-1], 1)'),
  'slice with a step': one((x) => x.slice(2, 1, null, 2), 'x0[:, :, 1::2]'),
  'slice from the end': one((x) => x.slice(3, -4, -1), 'x0[..., -4:-1]'),
  select: one((x) => x.select(1, -1), 'x0[:, -1]'),
  stack: one((x, f) => f.stack([x, x.neg()], 1), 'torch.stack([x0, -x0], 1)'),
  expand: one((x) => x.mean(1, true).expand(-1, 6, -1, -1), 'x0.mean(1, True).expand(-1, 6, -1, -1)'),
  repeat: one((x) => x.repeat(2, 1, 3, 1), 'x0.repeat(2, 1, 3, 1)'),
  arange: one((x, f) => x.add(f.arange(x.size(3))), 'x0 + torch.arange(x0.shape[3])'),
  full: one((x, f) => x.add(f.full([x.size(2), 1], 3)), 'x0 + torch.full((x0.shape[2], 1), 3.0)'),
  constant: one((x, f) => x.add(f.constant([1, 2, 3, 4, 5, 6], [6, 1, 1])), 'x0 + torch.arange(1.0, 7).reshape(6, 1, 1)'),
  sizeOf: one((x, f) => x.mul(f.sizeOf(dim.mul(x.size(2), x.size(3)))), 'x0 * float(x0[0, 0].numel())'),
  unfold: one((x) => unfold([x], { ...windows, stride: [2, 1] }), 'F.unfold(x0, (3, 2), (1, 2), (1, 1), (2, 1))'),
  'fold of all windows': one(
    (x) => fold([unfold([x], windows).mul(2)], { ...windows, map: [x.size(2), x.size(3)] }),
    'F.fold(F.unfold(x0, (3, 2), (1, 2), (1, 1)) * 2, x0.shape[2:], (3, 2), (1, 2), (1, 1))',
  ),
  'fold of windows that leave a rest': {
    ...one(
      (x) => fold([unfold([x], { ...windows, stride: [3, 2] })], { ...windows, stride: [3, 2], map: [x.size(2), x.size(3)] }),
      'F.fold(F.unfold(x0, (3, 2), (1, 2), (1, 1), (3, 2)), x0.shape[2:], (3, 2), (1, 2), (1, 1), (3, 2))',
      [2, 3, 8, 10],
    ),
    fixed: true,
  },
  'size as a number': one((x, f) => f.arange(x.size(2)).add(0).mean(0), 'torch.arange(float(x0.shape[2])).mean()'),
}

export const opCases: { readonly [name: string]: OpCase } = {
  ...elementwiseCases,
  ...matrixCases,
  ...convCases,
  ...poolCases,
  ...resizeCases,
  ...movingCases,
}
