/** The known name that a slip of the pen most likely meant, or undefined where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  // Far longer than any name: no slip, and too long to compare.
  if (name.length > 40) return undefined
  const ranked = known.map((k) => ({ k, d: distance(k.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.d - b.d)
  const nearest = ranked[0]
  return nearest !== undefined && nearest.d <= Math.max(2, name.length / 3) && nearest.d < name.length ? nearest.k : undefined
}

/** Edit distance: insertions, deletions and substitutions from one name to another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
