/** `n` modules, each made anew; none where n is not positive, as Python's `range` has it. */
export function times<M>(n: number, make: (i: number) => M): M[] {
  return Array.from({ length: Math.max(n, 0) }, (_, i) => make(i))
}
