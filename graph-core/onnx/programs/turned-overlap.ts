/**
 * How alike turned boxes are, each seen as a normal distribution: 1 less the Hellinger distance. It needs no corners, so a graph can compute it
 * for all pairs. https://arxiv.org/abs/2106.06072
 */
import type { ProgramBuilder } from './program-builder'

/** Keeps logarithms and roots from 0. */
const tiny = 1e-7

/** Whether each pair of boxes [n, k, 4] (centre and size) turned by angles [n, k, 1] overlaps by `iou` or more, [n, k, k]. */
export function doOverlapTurned(p: ProgramBuilder, boxes: string, angles: string, iou: number): string {
  const op =
    (type: string) =>
    (...inputs: string[]) =>
      p.node(type, inputs)
  const [add, sub, mul, div, max, min] = [op('Add'), op('Sub'), op('Mul'), op('Div'), op('Max'), op('Min')]
  const square = (x: string) => mul(x, x)
  const column = (i: number) => p.slice(boxes, i, i + 1, 2)
  const [wide, high] = [div(square(column(2)), p.float(12)), div(square(column(3)), p.float(12))]
  const [cos, sin] = [p.node('Cos', [angles]), p.node('Sin', [angles])]
  const [cos2, sin2] = [square(cos), square(sin)]
  // Covariances [[a, c], [c, b]] of each box, [n, k, 1].
  const a = add(mul(wide, cos2), mul(high, sin2))
  const b = add(mul(wide, sin2), mul(high, cos2))
  const c = mul(mul(sub(wide, high), cos), sin)

  const other = (x: string) => p.node('Transpose', [x], { perm: [0, 2, 1] })
  const both = (x: string) => add(x, other(x))
  const apart = (x: string) => sub(x, other(x))
  const [sumA, sumB, sumC] = [both(a), both(b), both(c)]
  const [x, y] = [apart(column(0)), apart(column(1))]
  const area = sub(mul(sumA, sumB), square(sumC))
  const away = sub(add(mul(sumA, square(y)), mul(sumB, square(x))), mul(mul(p.float(2), sumC), mul(x, y)))
  const distance = div(mul(p.float(0.25), away), add(area, p.float(tiny)))
  const own = max(sub(mul(a, b), square(c)), p.float(0))
  const sizes = mul(p.float(4), p.node('Sqrt', [mul(own, other(own))]))
  const shape = mul(p.float(0.5), p.node('Log', [add(div(area, add(sizes, p.float(tiny))), p.float(tiny))]))
  const bhattacharyya = min(max(add(distance, shape), p.float(tiny)), p.float(100))
  const hellinger = p.node('Sqrt', [add(sub(p.float(1), p.node('Exp', [p.node('Neg', [bhattacharyya])])), p.float(tiny))])
  return p.node('GreaterOrEqual', [sub(p.float(1), hellinger), p.float(iou)])
}
