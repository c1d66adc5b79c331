/** Who reads each row, in order and once, from what all rows read. */
export function consumersByRow(sources: readonly (readonly (number | null)[])[]): readonly (readonly number[])[] {
  const readers: number[][] = sources.map(() => [])
  for (const [i, read] of sources.entries())
    for (const source of new Set(read)) if (source !== null && source >= 0) readers[source]!.push(i)
  return readers
}
