/** What heads with anchors share: levels of anchors, and boxes read relative to them. https://github.com/ultralytics/yolov5 */
import {
  type ArgValue,
  type Frame,
  type HeadPredictions,
  type Init,
  type Module,
  type ModuleList,
  type Param,
  type Buffer,
  type RowContext,
  ShapeError,
  type Tensor,
  buffer,
  init,
  role,
  tensorAt,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'

type Level = readonly number[]

const isLevel = (v: ArgValue) => Array.isArray(v) && v.length > 1 && v.every((x) => typeof x === 'number')

/** Widths and heights in turn, a list for each level. */
export const anchorLists = role<readonly Level[]>('list', 'a list of anchor sizes for each level', (v) =>
  Array.isArray(v) && v.every(isLevel) ? (v as unknown as readonly Level[]) : undefined,
)

/** The cells of a row with the channels of its levels; a number of anchors becomes as many sizes, to be fitted to the data later. */
export function rowWithAnchors(cells: readonly ArgValue[], r: RowContext): ArgValue[] {
  const [nc, anchors, ...rest] = cells
  if (nc === undefined || anchors === undefined) throw new ShapeError('arg.missing', `${r.block} needs nc and anchors in its row`)
  const placeholders = () => r.channels.map(() => [...new Array<number>(2 * (anchors as number)).keys()])
  return [nc, typeof anchors === 'number' ? placeholders() : anchors, ...rest, r.channels as ArgValue]
}

export interface AnchorArgs {
  readonly anchors: readonly Level[]
  readonly ch: readonly number[]
}

/** The children every such head begins with: anchors, and a pointwise convolution a level that gives `outputs` numbers an anchor. */
export function anchorLevels({ anchors, ch }: AnchorArgs, outputs: number) {
  if (anchors.length === 0 || anchors.some((level) => level.length !== anchors[0]!.length || level.length % 2 !== 0))
    throw new ShapeError('arg.value', 'anchors must be as many widths and heights for each level')
  if (ch.length !== anchors.length)
    throw new ShapeError('arg.value', `anchors are given for ${anchors.length} levels, but the head reads ${ch.length}`)
  const each = anchors[0]!.length / 2
  return {
    anchors: buffer(
      [anchors.length, each, 2],
      init.values(() => anchors.flat()),
    ),
    m: nn.ModuleList(ch.map((c) => nn.Conv2d(c, each * outputs, 1))),
  }
}

type Convolutions = ModuleList<Module<Tensor, Tensor>>

/** What each level says, [b, anchor, h, w, outputs]. */
export function levelMaps(m: Convolutions, maps: readonly Tensor[], anchors: readonly Level[]): Tensor[] {
  if (maps.length !== m.length) throw new ShapeError('shape.input', `the head reads a list of ${m.length} maps`)
  const a = anchors[0]!.length / 2
  return m.map((level, i) => level(maps[i]!).rearrange('b (a o) h w -> b a h w o', { a }))
}

/** Cell corners of a map, half a cell before each, [1, 1, h, w, 2]: x, then y. */
function cells(map: Tensor, f: Frame): Tensor {
  const [h, w] = [map.size(2), map.size(3)]
  const x = f.arange(w).sub(0.5).reshape(1, 1, 1, w, 1).expand(1, 1, h, w, 1)
  const y = f.arange(h).sub(0.5).reshape(1, 1, h, 1, 1).expand(1, 1, h, w, 1)
  return f.concat([x, y], 4)
}

/** Centre and size of boxes in pixels from what `map` says of them, each 0 to 1, on one level. */
export function boxesAround(xy: Tensor, wh: Tensor, anchors: Tensor, level: number, f: Frame): [Tensor, Tensor] {
  const stride = f.strides?.[level] ?? 0
  const size = anchors
    .slice(0, level, level + 1)
    .mul(stride)
    .reshape(1, anchors.size(1), 1, 1, 2)
  return [xy.mul(2).add(cells(xy, f)).mul(stride), wh.mul(2).pow(2).mul(size)]
}

/** All levels one after the other, [b, place, outputs]. */
export const allPlaces = (levels: readonly Tensor[], f: Frame): Tensor =>
  f.concat(
    levels.map((level) => level.flatten(1, 3)),
    1,
  )

/** What the first output holds. */
export const anchorForm = (args: object): HeadPredictions => ({
  layout: 'anchors',
  box: 'xywh',
  unit: 'pixels',
  isCrowded: true,
  fit: 'pad',
  classes: (args as { readonly nc: number }).nc,
})

/** Whether anchors grow in the other direction than strides. */
function isReversed(anchors: readonly Level[], strides: readonly number[]): boolean {
  const meanArea = (level: Level) => level.reduce((sum, size, i) => (i % 2 === 0 ? sum + size * level[i + 1]! : sum), 0)
  const [areas, steps] = [meanArea(anchors.at(-1)!) - meanArea(anchors[0]!), strides.at(-1)! - strides[0]!]
  return areas !== 0 && Math.sign(areas) !== Math.sign(steps)
}

/**
 * Anchors in cells of their level, turned around where they run against the strides; biases that expect 8 objects in a 640 px image and few of
 * each class.
 */
export function* anchorStart(
  { anchors, m }: { readonly anchors: Param | Buffer; readonly m: Convolutions },
  args: AnchorArgs & { readonly nc: number },
  outputs: number,
  strides: readonly number[],
): Iterable<[Param | Buffer, Init]> {
  const ordered = isReversed(args.anchors, strides) ? args.anchors.toReversed() : args.anchors
  yield [anchors, init.values(() => ordered.flatMap((level, i) => level.map((size) => size / strides[i]!)))]
  for (const [i, conv] of m.entries()) {
    const shift = (k: number) =>
      k === 4 ? Math.log(8 / (640 / strides[i]!) ** 2) : k > 4 && k < 5 + args.nc ? Math.log(0.6 / (args.nc - 0.99999)) : 0
    const all = () => Array.from({ length: (args.anchors[0]!.length / 2) * outputs }, (_, k) => shift(k % outputs))
    yield [tensorAt(conv, 'bias'), init.shiftedUniform(1 / Math.sqrt(args.ch[i]!), all)]
  }
}
