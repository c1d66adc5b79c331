/**
 * How much text is handed to the YAML library. Its time and memory grow with the number of indicators rather than with
 * bytes, and its recursion with nesting, so both are counted in one linear pass before it starts. A model file of
 * 1,000 rows has some 40 KB and 12,000 indicators.
 */
export const limits = { characters: 1_000_000, indicators: 40_000, depth: 100, aliasedCells: 20_000 } as const

export type Excess = { readonly kind: 'characters' | 'indicators' | 'depth'; readonly at: number }

const indicators = new Set([...',[]{}:?-&*!\\%#|>"\'\n\r\t`@'].map((c) => c.charCodeAt(0)))
const dash = 45
const question = 63
const space = 32
const openList = 91
const closeList = 93
const openMap = 123
const closeMap = 125

/** Whether a piece of text adds to what is counted beside characters. */
export function holdsIndicator(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (indicators.has(text.charCodeAt(i))) return true
  return false
}

/** Finds the first limit a text passes, or null. */
export function findExcess(text: string): Excess | null {
  if (text.length > limits.characters) return { kind: 'characters', at: 0 }
  let count = 0
  let leading = 0
  let isLeading = true
  // Brackets in quotes and comments are counted too: a hundred more that open than close are in no model file.
  let brackets = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (indicators.has(c) && ++count > limits.indicators) return { kind: 'indicators', at: i }
    if (c === openList || c === openMap) {
      if (++brackets > limits.depth) return { kind: 'depth', at: i }
    } else if (c === closeList || c === closeMap) brackets = Math.max(0, brackets - 1)
    if (c === 10 || c === 13) {
      leading = 0
      isLeading = true
    } else if (isLeading && (c === dash || c === question)) {
      if (++leading > limits.depth) return { kind: 'depth', at: i }
    } else if (c !== space) isLeading = false
  }
  return null
}
