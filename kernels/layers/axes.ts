import { ShapeError } from '../../graph-core/symbolic'

/** One number for each axis: a number or a list of one stands for all. Throws ShapeError `arg.value` for a list of another length. */
export function axes(value: number | readonly number[], count: number): readonly number[] {
  if (typeof value === 'number') return new Array<number>(count).fill(value)
  if (value.length === count) return value
  if (value.length === 1) return new Array<number>(count).fill(value[0]!)
  throw new ShapeError('arg.value', `one number or ${count} are expected, got [${value.join(', ')}]`)
}
