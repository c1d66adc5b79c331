import type { RowContext } from '../graph-core/symbolic'

/** What a row knows when its arguments are made: one that reads 64 channels, at full width, unless a test says otherwise. */
export const rowContext = (more: Partial<RowContext> = {}): RowContext => ({
  block: '',
  channels: [64],
  repeats: 1,
  scale: 'n',
  nc: 80,
  regMax: 16,
  end2end: null,
  cells: [],
  width: 1,
  maxChannels: Infinity,
  scaleChannels: (c) => c,
  ...more,
})
