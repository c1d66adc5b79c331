import { ShapeError } from '../../graph-core/symbolic'

/** More copies than any model has; a number beyond it is a slip that would fill the memory. */
export const mostRepeats = 1000

/** `n` modules, each made anew; none where n is not positive, as Python's `range` has it. Throws ShapeError `arg.value`. */
export function times<M>(n: number, make: (i: number) => M): M[] {
  if (n > mostRepeats) throw new ShapeError('arg.value', `${n} repeats are more than the ${mostRepeats} that can be built`)
  return Array.from({ length: Math.max(n, 0) }, (_, i) => make(i))
}
