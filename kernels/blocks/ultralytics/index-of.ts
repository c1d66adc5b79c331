import { ShapeError, Tensor, type Value, channels, defineBlock, inputChannels, int, variant } from '../../../graph-core/symbolic'

/** One map of a row that gives several. A row writes the map's channels, then its place. */
export const Index = defineBlock('Index', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'join',
    summary: 'Takes one map of a row that gives several. A row writes the map’s channels, then its place.',
    zh: { name: '取一', summary: '从给出多张特征图的行中取一张；行中先写其通道数，再写位置。' },
  },
  reads: 'anything',
  args: { index: int(0) },
  stated: { c2: channels({ scaled: false }) },
  build: () => ({}),
  forward: (_, given: Value, __, { index }) => chosen(given, index),
  versions: {
    '<8.4': variant({
      args: { c1: inputChannels(), c2: channels({ scaled: false }), index: int(0) },
      stated: {},
    }),
  },
})

function chosen(given: Value, index: number): Tensor {
  const map = Array.isArray(given) ? (given as readonly Value[]).at(index) : undefined
  if (!(map instanceof Tensor))
    throw new ShapeError('shape.input', `Index reads a row that gives several maps and takes one, got no map ${index}`)
  return map
}
