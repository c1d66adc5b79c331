import { type Param, ShapeError, Sizes, type Tensor, defineBlock, dim, init, int, tensorAt } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { gridSample } from '../../ops/select'

/** Queries, the box each looks around [b, q, 1, 4], all maps as one sequence, and the height and width of each map. */
export type DeformableInput = readonly [query: Tensor, box: Tensor, value: Tensor, maps: Sizes]

/** Each head starts to look in its own direction, each of its points one step further. */
function directions(heads: number, levels: number, points: number): number[] {
  return Array.from({ length: heads }, (_, head) => {
    const angle = (head * 2 * Math.PI) / heads
    const [x, y] = [Math.cos(angle), Math.sin(angle)]
    const longest = Math.max(Math.abs(x), Math.abs(y))
    const steps = Array.from({ length: points }, (_, i) => [(x / longest) * (i + 1), (y / longest) * (i + 1)]).flat()
    return Array.from({ length: levels }, () => steps).flat()
  }).flat()
}

/** Attention that reads a few learned points of every map instead of all places. https://arxiv.org/abs/2010.04159 */
export const MSDeformAttn = defineBlock('MSDeformAttn', {
  library: 'ultralytics',
  file: 'transformer',
  reads: 'list',
  args: { d_model: int(256), n_levels: int(4), n_heads: int(8), n_points: int(4) },
  build({ d_model, n_levels, n_heads, n_points }) {
    if (n_heads < 1 || d_model % n_heads !== 0) {
      throw new ShapeError('arg.value', `MSDeformAttn: ${d_model} channels cannot be divided among ${n_heads} heads`)
    }
    const samples = n_heads * n_levels * n_points
    return {
      sampling_offsets: nn.Linear(d_model, samples * 2),
      attention_weights: nn.Linear(d_model, samples),
      value_proj: nn.Linear(d_model, d_model),
      output_proj: nn.Linear(d_model, d_model),
    }
  },
  forward({ sampling_offsets, attention_weights, value_proj, output_proj }, [query, box, value, maps]: DeformableInput, f, a) {
    if (!(maps instanceof Sizes)) throw new ShapeError('shape.input', 'MSDeformAttn reads the sizes of maps, which no row gives')
    const { n_levels: l, n_heads: m, n_points: p } = a
    const [b, q] = [query.size(0), query.size(1)]
    const values = value_proj(value).split(maps.of.map(dim.product), 1)
    const offsets = sampling_offsets(query).reshape(b, q, m, l, p, 2)
    const weights = attention_weights(query)
      .reshape(b, q, m, l * p)
      .softmax(-1)
      .rearrange('b q m s -> (b m) 1 q s')
    const corner = (from: number) => box.slice(3, from, from + 2).reshape(b, q, 1, 1, 1, 2)
    // Offsets are in halves of the box; grid_sample wants places in [-1, 1].
    const places = corner(0)
      .add(offsets.div(p).mul(corner(2)).mul(0.5))
      .mul(2)
      .sub(1)
    const samples = values.map((map, i) => {
      const [h, w] = maps.of[i]!
      const grid = places.select(3, i).rearrange('b q m p xy -> (b m) q p xy')
      return gridSample([map.rearrange('b (h w) (m d) -> (b m) d h w', { h: h!, w: w!, m }), grid], { alignCorners: false })
    })
    return output_proj(f.concat(samples, 3).mul(weights).sum(3).rearrange('(b m) d q -> b q (m d)', { m }))
  },
  *initialise({ sampling_offsets, attention_weights, value_proj, output_proj }, { d_model, n_levels, n_heads, n_points }) {
    const bias = init.values(() => directions(n_heads, n_levels, n_points))
    yield [tensorAt(sampling_offsets, 'weight') as Param, init.zeros]
    yield [tensorAt(sampling_offsets, 'bias') as Param, bias]
    for (const name of ['weight', 'bias']) yield [tensorAt(attention_weights, name) as Param, init.zeros]
    for (const layer of [value_proj, output_proj]) {
      yield [tensorAt(layer, 'weight') as Param, init.uniform(Math.sqrt(6 / (2 * d_model)))]
      yield [tensorAt(layer, 'bias') as Param, init.zeros]
    }
  },
})
