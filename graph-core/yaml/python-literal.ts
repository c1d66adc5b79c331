import { tokenize, type Token } from './python-tokens'
import type { YamlScalar, YamlValue } from '../document/types'

/**
 * Python's `ast.literal_eval`, by which the libraries read arguments that YAML leaves as text: `None`, `1e3`, `(3, 3)`.
 * A closed parser: nothing is looked up and nothing is run. As in Python, a text that is an expression but no literal
 * (`nearest`, `nn.SiLU()`, `1 + 2`) is a ValueError, on which the library keeps the text; what is no expression at all
 * (`a b`, `[1,`) is a SyntaxError, on which it stops. Bytes, complex numbers and `...` are not read (`value`).
 */
export type PythonLiteralResult =
  | { readonly ok: true; readonly kind: PythonKind; readonly value: YamlValue; readonly literal: PythonLiteral }
  | { readonly ok: false; readonly reason: 'value' | 'syntax' }

export type PythonKind = 'none' | 'bool' | 'int' | 'float' | 'str' | 'list' | 'tuple' | 'set' | 'dict'

/** A literal with its Python type. Lists, tuples and sets have `items`; a dict has keys and values in turn. */
export interface PythonLiteral {
  readonly kind: PythonKind
  readonly value: YamlValue
  readonly items?: readonly PythonLiteral[]
}

export function pythonLiteral(text: string): PythonLiteralResult {
  const tokens = text.length > 100_000 ? null : tokenize(text.replace(/^[ \t]+/, ''))
  if (!tokens) return { ok: false, reason: 'syntax' }
  const literal = new Reader(tokens).readAll()
  if (literal === 'syntax') return { ok: false, reason: 'syntax' }
  return literal ? { ok: true, kind: literal.kind, value: literal.value, literal } : { ok: false, reason: 'value' }
}

/** What a part of an expression is: a literal, or null for an expression that is none. */
type Part = PythonLiteral | null

class NotPython extends Error {}

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)
const binary = new Set(['+', '-', '*', '/', '//', '%', '@', '**', '<<', '>>', '&', '|', '^', '<', '>', '<=', '>=', '==', '!='])

/** Recursive descent over Python's expression grammar; precedence does not matter, since no operator makes a literal. */
class Reader {
  private at = 0
  /** Numbers that have their sign already. */
  private readonly signed = new Set<PythonLiteral>()
  constructor(private readonly tokens: readonly Token[]) {}

  readAll(): Part | 'syntax' {
    try {
      const part = this.expressions(false)
      return this.peek().kind === 'end' ? part : 'syntax'
    } catch (error) {
      if (error instanceof NotPython || error instanceof RangeError) return 'syntax'
      throw error
    }
  }

  /** `a`, or the tuple `a, b`. */
  private expressions(mayStar: boolean): Part {
    const items = [this.starred(mayStar)]
    if (!this.has(',')) {
      if (items[0] === 'starred') throw new NotPython()
      return items[0] as Part
    }
    while (this.take(',') && this.startsExpression()) items.push(this.starred(mayStar))
    return collect('tuple', items)
  }

  private starred(mayStar: boolean): Part | 'starred' {
    if (!mayStar || !this.take('*')) return this.expression()
    this.operand()
    return 'starred'
  }

  /** One expression, with `if … else`, `lambda` and `and`/`or`/`not`. */
  private expression(): Part {
    if (this.takeName('lambda')) {
      this.parameters()
      this.expression()
      return null
    }
    const part = this.operations()
    if (!this.takeName('if')) return part
    this.operations()
    if (!this.takeName('else')) throw new NotPython()
    this.expression()
    return null
  }

  private operations(): Part {
    while (this.takeName('not')) {
      this.operations()
      return null
    }
    let part = this.operand()
    for (;;) {
      if (this.takeName('not')) {
        if (!this.takeName('in')) throw new NotPython()
      } else if (this.takeName('is')) this.takeName('not')
      else if (this.takeName('and') || this.takeName('or')) {
        part = this.operations()
        part = null
        continue
      } else if (!this.takeName('in') && !this.takeSign(binary)) return part
      this.operand()
      part = null
    }
  }

  /** An operand with its signs. One sign before a number makes a literal; two do not, as in `literal_eval`. */
  private operand(): Part {
    const sign = this.peek().text
    if (this.take('+') || this.take('-') || this.take('~')) {
      const part = this.operand()
      if (sign === '~' || (part?.kind !== 'int' && part?.kind !== 'float') || this.signed.has(part)) return null
      const size = part.value as number
      const literal: PythonLiteral = { kind: part.kind, value: sign === '-' ? (part.kind === 'int' && size === 0 ? 0 : -size) : size }
      this.signed.add(literal)
      return literal
    }
    this.takeName('await')
    let part = this.atom()
    for (;;) {
      if (this.take('.')) {
        const name = this.next()
        if (name.kind !== 'name' || keywords.has(name.text)) throw new NotPython()
      } else if (this.has('(')) {
        const isEmptySet = this.isAt('set', -1) && this.isAt(')', 1)
        this.call()
        part = isEmptySet && !part ? { kind: 'set', value: [], items: [] } : null
        if (part) continue
      } else if (this.take('[')) {
        this.subscript()
      } else return part
      part = null
    }
  }

  private atom(): Part {
    const token = this.next()
    if (token.kind === 'number') return readNumber(token.text)
    if (token.kind === 'string') {
      const pieces = [token]
      while (this.peek().kind === 'string') pieces.push(this.next())
      return readStrings(pieces)
    }
    if (token.kind === 'name') {
      if (token.text === 'None') return { kind: 'none', value: null }
      if (token.text === 'True' || token.text === 'False') return { kind: 'bool', value: token.text === 'True' }
      if (keywords.has(token.text)) throw new NotPython()
      return null
    }
    if (token.text === '(') return this.parenthesised()
    if (token.text === '[') return this.list()
    if (token.text === '{') return this.braces()
    if (token.text === '...') return null
    throw new NotPython()
  }

  private parenthesised(): Part {
    if (this.take(')')) return { kind: 'tuple', value: [], items: [] }
    if (this.takeName('yield')) {
      this.takeName('from')
      if (!this.has(')')) this.expressions(true)
      this.expect(')')
      return null
    }
    const first = this.named(true)
    if (this.comprehension()) {
      this.expect(')')
      return null
    }
    if (this.take(')')) {
      if (first === 'starred') throw new NotPython()
      return first
    }
    return collect('tuple', this.rest(first, ')'))
  }

  private list(): Part {
    if (this.take(']')) return { kind: 'list', value: [], items: [] }
    const first = this.named(true)
    if (this.comprehension()) {
      this.expect(']')
      return null
    }
    return collect('list', this.take(']') ? [first] : this.rest(first, ']'))
  }

  private braces(): Part {
    if (this.take('}')) return { kind: 'dict', value: new Map(), items: [] }
    if (this.has('**')) return this.dict([])
    const first = this.named(true)
    if (first !== 'starred' && this.take(':')) return this.dict([first, this.expression()])
    if (this.comprehension()) {
      this.expect('}')
      return null
    }
    return collect('set', this.take('}') ? [first] : this.rest(first, '}'))
  }

  private dict(items: (Part | 'starred')[]): Part {
    if (items.length > 0 && this.comprehension()) {
      this.expect('}')
      return null
    }
    while (items.length === 0 || this.take(',')) {
      if (items.length > 0 && this.has('}')) break
      if (this.take('**')) {
        this.operand()
        items.push('starred', 'starred')
        continue
      }
      const key = this.expression()
      this.expect(':')
      items.push(key, this.expression())
    }
    this.expect('}')
    return collect('dict', items)
  }

  /** The items after the first, up to the closing bracket. */
  private rest(first: Part | 'starred', close: string): (Part | 'starred')[] {
    const items = [first]
    while (this.take(',')) {
      if (this.has(close)) break
      items.push(this.named(true))
    }
    this.expect(close)
    return items
  }

  private named(mayStar: boolean): Part | 'starred' {
    const isPlainName = this.peek().kind === 'name' && !keywords.has(this.peek().text)
    const part = this.starred(mayStar)
    if (!isPlainName || !this.take(':=')) return part
    this.expression()
    return null
  }

  private comprehension(): boolean {
    let isFound = false
    while (this.isAt('for') || this.isAt('async')) {
      isFound = true
      this.takeName('async')
      if (!this.takeName('for')) throw new NotPython()
      do this.target()
      while (this.take(',') && !this.isAt('in'))
      if (!this.takeName('in')) throw new NotPython()
      this.operations()
      while (this.takeName('if')) this.operations()
    }
    return isFound
  }

  private target() {
    this.take('*')
    const start = this.peek()
    if (start.kind !== 'name' && start.text !== '(' && start.text !== '[') throw new NotPython()
    this.operand()
  }

  private call() {
    this.expect('(')
    while (!this.take(')')) {
      if (this.take('**') || this.take('*')) this.expression()
      else {
        const isName = this.peek().kind === 'name' && !keywords.has(this.peek().text)
        if (isName && this.tokens[this.at + 1]?.text === '=') {
          this.at += 2
          this.expression()
        } else {
          this.named(false)
          this.comprehension()
        }
      }
      if (!this.has(')')) this.expect(',')
    }
  }

  private subscript() {
    do {
      if (this.has(']')) break
      if (!this.has(':')) this.named(true)
      for (let colons = 0; colons < 2 && this.take(':'); colons++) if (!this.has(':') && !this.has(',') && !this.has(']')) this.expression()
    } while (this.take(','))
    if (this.tokens[this.at - 1]?.text === '[') throw new NotPython()
    this.expect(']')
  }

  private parameters() {
    while (!this.take(':')) {
      this.take('**')
      this.take('*')
      if (this.peek().kind === 'name' && !keywords.has(this.peek().text)) this.next()
      else if (!this.has(',') && !this.has(':')) throw new NotPython()
      if (this.take('=')) this.expression()
      if (!this.has(':')) this.expect(',')
    }
  }

  private startsExpression(): boolean {
    const { kind, text } = this.peek()
    return kind !== 'end' && !(kind === 'sign' && ')]}:,='.includes(text))
  }

  private peek(): Token {
    return this.tokens[this.at]!
  }

  private next(): Token {
    const token = this.tokens[this.at]!
    if (token.kind === 'end') throw new NotPython()
    this.at++
    return token
  }

  private has(sign: string): boolean {
    return this.peek().kind === 'sign' && this.peek().text === sign
  }

  private isAt(text: string, offset = 0): boolean {
    const token = this.tokens[this.at + offset]
    return token?.text === text && token.kind !== 'string'
  }

  private take(sign: string): boolean {
    if (!this.has(sign)) return false
    this.at++
    return true
  }

  private takeName(name: string): boolean {
    if (this.peek().kind !== 'name' || this.peek().text !== name) return false
    this.at++
    return true
  }

  private takeSign(signs: ReadonlySet<string>): boolean {
    if (this.peek().kind !== 'sign' || !signs.has(this.peek().text)) return false
    this.at++
    return true
  }

  private expect(sign: string) {
    if (!this.take(sign)) throw new NotPython()
  }
}

function collect(kind: 'list' | 'tuple' | 'set' | 'dict', parts: readonly (Part | 'starred')[]): Part {
  const items: PythonLiteral[] = []
  for (const part of parts) {
    if (part === null || part === 'starred') return null
    items.push(part)
  }
  if (kind !== 'dict') return { kind, value: items.map((item) => item.value), items }
  const value = new Map<YamlScalar, YamlValue>()
  for (let i = 0; i < items.length; i += 2) value.set(items[i]!.value as YamlScalar, items[i + 1]!.value)
  return { kind, value, items }
}

function readNumber(text: string): Part {
  const digits = text.replaceAll('_', '')
  if (/[jJ]$/.test(digits)) return null
  if (/^0[xXoObB]/.test(digits)) return { kind: 'int', value: Number(digits) }
  // Python refuses to read a longer integer.
  if (/^\d+$/.test(digits)) {
    if (digits.length > 4300) throw new NotPython()
    return { kind: 'int', value: Number(digits) }
  }
  return { kind: 'float', value: Number(digits) }
}

function readStrings(pieces: readonly Token[]): Part {
  let value = ''
  const prefixes = pieces.map(({ text }) => /^[a-zA-Z]*/.exec(text)![0].toLowerCase())
  const isBytes = prefixes.map((prefix) => prefix.includes('b'))
  if (isBytes.some(Boolean) && !isBytes.every(Boolean)) throw new NotPython()
  for (const [i, { text }] of pieces.entries()) {
    const body = text.slice(prefixes[i]!.length)
    const quote = /^(?:"""|'''|"|')/.exec(body)![0]
    const inner = body.slice(quote.length, -quote.length)
    value += prefixes[i]!.includes('r') ? inner : unescape(inner)
  }
  return isBytes[0] || prefixes.some((prefix) => prefix.includes('f')) ? null : { kind: 'str', value }
}

const escapes: { readonly [c: string]: string } = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\n': '', '\r': '' }

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(\r\n|[\s\S]))/g,
    (all: string, x?: string, u?: string, U?: string, octal?: string, c?: string) => {
      const code = x ?? u ?? U
      if (code !== undefined) {
        const point = parseInt(code, 16)
        if (point > 0x10ffff) throw new NotPython()
        return String.fromCodePoint(point)
      }
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8))
      if (c === 'x' || c === 'u' || c === 'U') throw new NotPython()
      if (c === '\r\n') return ''
      return escapes[c!] ?? (c === '\\' || c === "'" || c === '"' ? c : all)
    },
  )
}
