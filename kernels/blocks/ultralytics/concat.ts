import { type Tensor, defineBlock, int } from '../../../graph-core/symbolic'

/** Joins its inputs along an axis. */
export const Concat = defineBlock('Concat', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'join',
    summary: 'Joins rows along channels. Their maps must have the same size.',
    zh: { name: '拼接', summary: '沿通道拼接多行，它们的特征图尺寸必须相同。' },
  },
  reads: 'list',
  args: { dimension: int(1) },
  declared: (_, r) => r.channels.flat().reduce((sum, c) => sum + c, 0),
  build: () => ({}),
  forward: (_, xs: readonly Tensor[], f, { dimension }) => f.concat(xs, dimension),
})
