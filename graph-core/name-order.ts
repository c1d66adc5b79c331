const { compare } = new Intl.Collator('en', { numeric: true })

/** Names in the order people count: `img2` before `img10`; those that count alike by their characters. */
export const compareNames = (a: string, b: string): number => compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
