/**
 * Reads the JSON that headers are made of: objects, lists, strings and integers. Stricter than JSON.parse, which keeps the last of two equal keys
 * and so lets two programs read two different files out of one. Objects become Maps, which have no prototype to pollute.
 */
export type StrictJson = string | number | readonly StrictJson[] | ReadonlyMap<string, StrictJson>

export class StrictJsonError extends Error {
  constructor(
    readonly code: 'syntax' | 'duplicate-key',
    message: string,
  ) {
    super(message)
  }
}

/** Deeper than any header; a bound on recursion. */
const deepest = 16

/** Reads one value; only white space may follow it. */
export function parseStrictJson(text: string): StrictJson {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

const integer = /^-?(?:0|[1-9][0-9]*)$/

class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  value(depth: number): StrictJson {
    if (depth > deepest) throw this.wrong('less nesting')
    this.skipSpace()
    const next = this.text[this.at]
    if (next === '{') return this.object(depth)
    if (next === '[') return this.list(depth)
    if (next === '"') return this.string()
    return this.integer()
  }

  end(): void {
    this.skipSpace()
    if (this.at < this.text.length) throw this.wrong('the end')
  }

  private object(depth: number): ReadonlyMap<string, StrictJson> {
    const entries = new Map<string, StrictJson>()
    this.items('{', '}', () => {
      this.skipSpace()
      const key = this.string()
      if (entries.has(key)) throw new StrictJsonError('duplicate-key', `two entries are named ${quote(key)}`)
      this.expect(':')
      entries.set(key, this.value(depth + 1))
    })
    return entries
  }

  private list(depth: number): readonly StrictJson[] {
    const items: StrictJson[] = []
    this.items('[', ']', () => items.push(this.value(depth + 1)))
    return items
  }

  private items(open: string, close: string, item: () => void): void {
    this.expect(open)
    if (this.skips(close)) return
    do item()
    while (this.skips(','))
    this.expect(close)
  }

  // Loops and not regular expressions, whose memory grows with the length of what they match.
  private string(): string {
    const start = this.at
    if (this.text[start] !== '"') throw this.wrong('a string')
    let end = start + 1
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1
    try {
      const value = JSON.parse(this.text.slice(start, end + 1)) as string
      this.at = end + 1
      return value
    } catch {
      throw this.wrong('a string')
    }
  }

  private integer(): number {
    let end = this.at
    while (isPartOfNumber(this.text.charCodeAt(end))) end++
    const literal = this.text.slice(this.at, end)
    if (literal.length > 20 || !integer.test(literal)) throw this.wrong('an object, a list, a string or an integer')
    this.at = end
    return Number(literal)
  }

  private expect(character: string): void {
    if (!this.skips(character)) throw this.wrong(`${character}`)
  }

  private skips(character: string): boolean {
    this.skipSpace()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  private skipSpace(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    }
  }

  private wrong(expected: string): StrictJsonError {
    const found = this.at < this.text.length ? quote(this.text.slice(this.at, this.at + 12)) : 'the end'
    return new StrictJsonError('syntax', `expected ${expected} at character ${this.at}, found ${found}`)
  }
}

/** A digit, or `+ - . e E`: what a number that is no integer would go on with. False at the end of the text, where the code is NaN. */
function isPartOfNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e || code === 0x65 || code === 0x45
}

/** Someone else's text inside a message: quoted, and cut where it is long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
