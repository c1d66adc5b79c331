import { type ArgValue, type RowContext, ShapeError, defineBlock, inputChannelsOf, int } from '../../../graph-core/symbolic'
import { common } from './library'

/** The cells as they are; the parse rule reads the gain off them, so it must be written. */
function withGain(cells: readonly ArgValue[], { block }: RowContext): readonly ArgValue[] {
  if (cells.length === 0) throw new ShapeError('arg.missing', `${block} needs its gain as the first argument of the row`)
  return cells
}

function nothing({ gain }: { readonly gain: number }): Record<never, never> {
  if (gain < 1) throw new ShapeError('arg.value', `a gain must be positive, got ${gain}`)
  return {}
}

/** Turns squares of places into channels. */
export const Contract = defineBlock('Contract', {
  ...common,
  about: {
    category: 'pooling',
    summary: 'Makes the map smaller and keeps every value: squares of places become channels.',
    zh: { name: '空间转通道', summary: '缩小特征图并保留每个值：方块位置变为通道。' },
  },
  args: { gain: int(2) },
  row: withGain,
  declared: ({ gain }, r) => inputChannelsOf(r) * gain ** 2,
  build: nothing,
  forward: (_, x, __, { gain: s }) => x.rearrange('b c (h i) (w j) -> b (i j c) h w', { i: s, j: s }),
})

/** Turns channels into squares of places. */
export const Expand = defineBlock('Expand', {
  ...common,
  about: {
    category: 'pooling',
    summary: 'Makes the map larger and keeps every value: channels become squares of places.',
    zh: { name: '通道转空间', summary: '放大特征图并保留每个值：通道变为方块位置。' },
  },
  args: { gain: int(2) },
  row: withGain,
  declared: ({ gain }, r) => Math.floor(inputChannelsOf(r) / gain ** 2),
  build: nothing,
  forward: (_, x, __, { gain: s }) => x.rearrange('b (i j c) h w -> b c (h i) (w j)', { i: s, j: s }),
})
