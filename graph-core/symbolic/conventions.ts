/** What a library's `initialize_weights` sets on every layer of a kind, whatever the block asked for. */
export type LayerOverrides = { readonly [layer: string]: { readonly [arg: string]: number | boolean } }

/** A library whose numbers are shown, as far as blocks may know it. */
export interface Target {
  /** As written in files and on the command line: `ultralytics@8.4`. */
  readonly id: string
  /** The library whose versions the blocks' `versions` speak of. */
  readonly base: string
  readonly version: readonly number[]
}

/** Whether a version range such as `<8.4` holds. */
export function inRange(version: readonly number[], range: string): boolean {
  const match = /^(<|>=)([\d.]+)$/.exec(range)
  if (match === null) throw new Error(`expected a range like "<8.4", got "${range}"`)
  const bound = match[2]!.split('.').map(Number)
  const at = bound.findIndex((part, i) => (version[i] ?? 0) !== part)
  const isBelow = at >= 0 && (version[at] ?? 0) < bound[at]!
  return match[1] === '<' ? isBelow : !isBelow
}
