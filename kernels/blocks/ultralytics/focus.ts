import { activation, channels, defineBlock, inputChannels, int, optionalSize, size } from '../../../graph-core/symbolic'
import { Conv } from './conv'

/** Every second place of the map becomes a group of channels, (rows, columns) = (0,0), (1,0), (0,1), (1,1), then a convolution. */
export const Focus = defineBlock('Focus', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Halves the map by moving its four quarters into channels, then convolves: the stem of early YOLOv5.',
    zh: { name: '切片卷积', summary: '把四个四分之一图移入通道使尺寸减半，再卷积：早期 YOLOv5 的输入层。' },
  },
  args: { c1: inputChannels(), c2: channels(), k: size(1), s: size(1), p: optionalSize(), g: int(1), act: activation() },
  build: ({ c1, c2, k, s, p, g, act }, env) => ({ conv: Conv(env, c1 * 4, c2, k, s, p, g, { act }) }),
  forward({ conv }, x, f) {
    const quarter = (row: number, column: number) => x.slice(2, row, null, 2).slice(3, column, null, 2)
    return conv(f.concat([quarter(0, 0), quarter(1, 0), quarter(0, 1), quarter(1, 1)], 1))
  },
})
