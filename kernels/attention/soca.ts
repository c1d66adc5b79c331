import { type Frame, type Tensor, defineBlock, dim, hintOf, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { slice } from '../ops/shape'
import { diagonal } from './places'

/** The matrix square root of [b, c, c] by Newton and Schulz, which need a matrix of small norm: the trace scales it. */
function squareRoot(a: Tensor, steps: number, f: Frame): Tensor {
  const one = diagonal(a.size(2), f).to('f32')
  const three = one.mul(3)
  const trace = a.mul(one).sum([1, 2], true)
  const scaled = a.div(trace)
  let z = three.sub(scaled).mul(0.5)
  let y = scaled.matmul(z)
  for (let i = 0; i < steps - 2; i++) {
    const next = three.sub(z.matmul(y)).mul(0.5)
    ;[y, z] = [y.matmul(next), next.matmul(z)]
  }
  return y
    .mul(0.5)
    .matmul(three.sub(z.matmul(y)))
    .mul(trace.sqrt())
}

/** More rows or columns than these are left out at the edges. */
const most = 1000

function middle(x: Tensor): Tensor {
  return [2, 3].reduce((y, axis) => {
    const size = y.size(axis)
    if (typeof size === 'number' && hintOf(size) <= most) return y
    const start = dim.max(0, dim.floorDiv(dim.sub(size, most), 2))
    return slice([y], { axis, start, end: dim.min(size, dim.add(start, most)), step: 1 })
  }, x)
}

/** Weighs channels by how they vary together. https://openaccess.thecvf.com/content_CVPR_2019/html/Dai_Second-Order_Attention_Network_for_Single_Image_Super-Resolution_CVPR_2019_paper.html */
export const SOCA = defineBlock('SOCA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs channels by how they vary together: the square root of their covariance, through two small layers.',
    source:
      'https://openaccess.thecvf.com/content_CVPR_2019/html/Dai_Second-Order_Attention_Network_for_Single_Image_Super-Resolution_CVPR_2019_paper.html',
    paper: 'Second-Order Attention Network for Single Image Super-Resolution',
    aliases: ['SOCAttention'],
    advice: 'Second-order statistics see textures that means miss. The c×c root is unstable in half precision and slow for many channels.',
    cost: '2·c²/8 parameters; c²·n and about 12·c³ multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '二阶通道注意力',
      summary: '按通道之间的协方差（取矩阵平方根）通过两个小层为通道加权。',
      advice: '二阶统计能看到均值忽略的纹理；c×c 的平方根在半精度下不稳定，通道多时较慢。',
      cost: '2·c²/8 个参数；c²·n 加约 12·c³ 次乘加',
    },
  },
  args: { channel: inputChannels('optional'), reduction: int(8) },
  build({ channel: c, reduction }) {
    const hidden = Math.floor(c / reduction)
    return {
      max_pool: nn.MaxPool2d(2),
      conv_du: nn.Sequential<Tensor, Tensor>([nn.Conv2d(c, hidden, 1), nn.ReLU({ inplace: true }), nn.Conv2d(hidden, c, 1), nn.Sigmoid()]),
    }
  },
  forward({ conv_du }, x, f) {
    const values = middle(x).flatten(2)
    const centred = values.sub(values.mean(2, true))
    const covariance = centred.matmul(centred.transpose(1, 2)).div(f.sizeOf(values.size(2)))
    return x.mul(conv_du(squareRoot(covariance, 5, f).mean(1).unsqueeze(2).unsqueeze(3)))
  },
})
