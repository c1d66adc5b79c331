import { defineLayer, size } from '../../graph-core/symbolic'
import { axes } from './axes'
import { unfold } from '../ops/unfold'

/** Windows of a map side by side. https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html */
export const Unfold = defineLayer('Unfold', {
  file: 'fold',
  args: { kernel_size: size(), dilation: size(1), padding: size(0), stride: size(1) },
  forward: ({ kernel_size, dilation, padding, stride }, x) => {
    const [kernel, apart, edge, step] = [kernel_size, dilation, padding, stride].map((v) => axes(v, 2))
    return unfold([x], { kernel: kernel!, dilation: apart!, padding: edge!, stride: step! })
  },
})
