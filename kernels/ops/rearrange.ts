/**
 * Axes by name, after einops: `'n (g c) h w -> (n g) c h w'`. Splits, reorders and merges axes; sizes of new axes are
 * given or found from the others. https://einops.rocks/api/rearrange/
 */
import { type Dim, ShapeError, type Tensor, dim, hintOf } from '../../graph-core/symbolic'
import { permute, reshape } from './shape'

type Axis = readonly string[]

function parseSide(side: string): Axis[] {
  return [...side.matchAll(/\(([^)]*)\)|(\S+)/g)].map(([, group, name]) =>
    name !== undefined ? [name] : group!.split(/\s+/).filter((n) => n !== ''),
  )
}

/** Sizes of all names on the left; throws ShapeError `shape.rank` or `shape.not-divisible`. */
function sizesOf(x: Tensor, left: readonly Axis[], given: { readonly [name: string]: Dim }): Map<string, Dim> {
  if (left.length !== x.rank) throw new ShapeError('shape.rank', `expected ${left.length} axes, got ${x.rank}`)
  const sizes = new Map<string, Dim>()
  left.forEach((names, i) => {
    const unknown = names.filter((n) => n !== '1' && given[n] === undefined)
    if (unknown.length > 1) throw new Error(`expected at most one open size in (${names.join(' ')})`)
    const known = dim.product(names.map((n) => given[n] ?? 1))
    const whole = x.shape[i]!
    for (const n of names) sizes.set(n, given[n] ?? 1)
    if (unknown[0] !== undefined) {
      if (
        typeof known === 'number' ? !x.trace.divisible(whole, known, `splitting an axis by ${known}`) : hintOf(whole) % hintOf(known) !== 0
      ) {
        throw new ShapeError('shape.not-divisible', `${hintOf(whole)} is not a multiple of ${hintOf(known)}`)
      }
      sizes.set(unknown[0], dim.floorDiv(whole, known))
    } else if (!x.trace.same(whole, known, 'rearrange')) {
      throw new ShapeError('shape.mismatch', `expected ${hintOf(known)}, got ${hintOf(whole)}`)
    }
  })
  return sizes
}

export function rearrange(x: Tensor, pattern: string, given: { readonly [name: string]: Dim } = {}): Tensor {
  const [from, to] = pattern.split('->') as [string, string]
  const [left, right] = [parseSide(from), parseSide(to)]
  const sizes = sizesOf(x, left, given)
  const names = left.flat().filter((n) => n !== '1')
  const order = right.flat().filter((n) => n !== '1')
  const merged = (axes: readonly Axis[]) => axes.map((axis) => dim.product(axis.map((n) => sizes.get(n) ?? 1)))
  const changed = (axes: readonly Axis[]) => axes.some((axis) => axis.length !== 1 || axis[0] === '1')
  let y = x
  if (changed(left)) y = reshape([y], { shape: names.map((n) => sizes.get(n)!) })
  if (order.some((n, i) => n !== names[i])) y = permute([y], { axes: order.map((n) => names.indexOf(n)) })
  return changed(right) ? reshape([y], { shape: merged(right) }) : y
}
