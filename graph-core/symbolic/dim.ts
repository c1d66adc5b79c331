/**
 * Sizes. A size is a number, or a symbol that carries a concrete hint: shapes, MACs and decisions are computed on hints,
 * while ONNX and PyTorch export write the expression. Expressions are kept as polynomials over atoms (symbols and the
 * divisions that do not come out even), so that `2 * (h / 32)` and `h / 16` are the same expression and not a guess.
 */
export type Dim = number | SymDim

/** What cannot be multiplied out: a free symbol, or an operation on expressions that does not simplify. */
export type Atom =
  | { readonly kind: 'symbol'; readonly name: string; readonly hint: number }
  | { readonly kind: 'floorDiv' | 'mod' | 'min' | 'max'; readonly a: Dim; readonly b: Dim; readonly hint: number }

interface Term {
  readonly coefficient: number
  readonly atoms: readonly Atom[]
}

export class SymDim {
  readonly hint: number
  /** Equal expressions have equal keys. */
  readonly key: string

  constructor(
    readonly constant: number,
    readonly terms: readonly Term[],
  ) {
    this.hint = terms.reduce((sum, t) => sum + t.coefficient * t.atoms.reduce((p, a) => p * a.hint, 1), constant)
    this.key = [...terms.map((t) => `${t.coefficient}*${monomialKey(t.atoms)}`), String(constant)].join('+')
  }

  toString(): string {
    const parts = this.terms.map((t) => [...(t.coefficient === 1 ? [] : [String(t.coefficient)]), ...t.atoms.map(atomKey)].join('*'))
    if (this.constant !== 0 || parts.length === 0) parts.push(String(this.constant))
    return parts.join(' + ')
  }
}

/** The text of an atom; equal atoms have equal texts. */
export function atomKey(atom: Atom): string {
  return atom.kind === 'symbol' ? atom.name : `${atom.kind}(${dimKey(atom.a)}, ${dimKey(atom.b)})`
}

function monomialKey(atoms: readonly Atom[]): string {
  return atoms.map(atomKey).join('*')
}

/** The text of a size; equal sizes have equal texts. */
export function dimKey(d: Dim): string {
  return typeof d === 'number' ? String(d) : d.key
}

/** A free size `name` whose concrete value is `hint`; with `multiple` it is known to be a multiple of that number. */
export function symbol(name: string, hint: number, multiple = 1): Dim {
  if (hint % multiple !== 0) throw new Error(`expected a multiple of ${multiple} for ${name}, got ${hint}`)
  const base = multiple === 1 ? name : `${name}/${multiple}`
  return new SymDim(0, [{ coefficient: multiple, atoms: [{ kind: 'symbol', name: base, hint: hint / multiple }] }])
}

/** The concrete number of a size. */
export function hintOf(d: Dim): number {
  return typeof d === 'number' ? d : d.hint
}

/** True where two sizes are the same expression, so equal at every value of the free symbols. */
export function sameExpression(a: Dim, b: Dim): boolean {
  return typeof a === 'number' || typeof b === 'number' ? a === b : a.key === b.key
}

const constantOf = (d: Dim) => (typeof d === 'number' ? d : d.constant)
const termsOf = (d: Dim): readonly Term[] => (typeof d === 'number' ? [] : d.terms)
const atomDim = (atom: Atom): Dim => normal(0, [{ coefficient: 1, atoms: [atom] }])

function normal(constant: number, terms: readonly Term[]): Dim {
  const byMonomial = new Map<string, Term>()
  for (const term of terms) {
    if (term.atoms.length === 0) {
      constant += term.coefficient
      continue
    }
    const key = monomialKey(term.atoms)
    byMonomial.set(key, { coefficient: (byMonomial.get(key)?.coefficient ?? 0) + term.coefficient, atoms: term.atoms })
  }
  const kept = [...byMonomial].filter(([, t]) => t.coefficient !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
  return kept.length === 0
    ? constant
    : new SymDim(
        constant,
        kept.map(([, t]) => t),
      )
}

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  return normal(constantOf(a) + constantOf(b), [...termsOf(a), ...termsOf(b)])
}

export function sub(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a - b : add(a, mul(b, -1))
}

export function mul(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  const terms: Term[] = []
  for (const t of termsOf(a)) {
    terms.push({ coefficient: t.coefficient * constantOf(b), atoms: t.atoms })
    for (const u of termsOf(b)) {
      const atoms = [...t.atoms, ...u.atoms].sort((x, y) => (atomKey(x) < atomKey(y) ? -1 : 1))
      terms.push({ coefficient: t.coefficient * u.coefficient, atoms })
    }
  }
  for (const u of termsOf(b)) terms.push({ coefficient: u.coefficient * constantOf(a), atoms: u.atoms })
  return normal(constantOf(a) * constantOf(b), terms)
}

export const product = (dims: readonly Dim[]): Dim => dims.reduce(mul, 1)

/** Python's `a // b`. */
export function floorDiv(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b)
  return exactQuotient(a, b) ?? atomDim({ kind: 'floorDiv', a, b, hint: Math.floor(hintOf(a) / hintOf(b)) })
}

/** Smallest whole number not below `a / b`. */
export function ceilDiv(a: Dim, b: number): Dim {
  return floorDiv(add(a, b - 1), b)
}

/** Python's `a % b`. */
export function mod(a: Dim, b: Dim): Dim {
  if (typeof b === 'number') {
    if (termsOf(a).every((t) => t.coefficient % b === 0)) return ((constantOf(a) % b) + b) % b
  } else if (exactQuotient(a, b) !== undefined) return 0
  return atomDim({ kind: 'mod', a, b, hint: ((hintOf(a) % hintOf(b)) + hintOf(b)) % hintOf(b) })
}

export function min(a: Dim, b: Dim): Dim {
  return extreme('min', a, b)
}

export function max(a: Dim, b: Dim): Dim {
  return extreme('max', a, b)
}

function extreme(kind: 'min' | 'max', a: Dim, b: Dim): Dim {
  const difference = sub(a, b)
  if (typeof difference === 'number') return difference < 0 === (kind === 'min') ? a : b
  return atomDim({ kind, a, b, hint: Math[kind](hintOf(a), hintOf(b)) })
}

/** `a // b` where every symbolic term divides evenly, so that the quotient is again a polynomial. */
function exactQuotient(a: Dim, b: Dim): Dim | undefined {
  if (typeof b === 'number') {
    if (!termsOf(a).every((t) => t.coefficient % b === 0)) return undefined
    const terms = termsOf(a).map((t) => ({ coefficient: t.coefficient / b, atoms: t.atoms }))
    return normal(Math.floor(constantOf(a) / b), terms)
  }
  const divisor = b.terms.length === 1 && b.constant === 0 ? b.terms[0] : undefined
  if (divisor === undefined || constantOf(a) !== 0) return undefined
  const quotients = termsOf(a).map((t) => divideTerm(t, divisor))
  return quotients.every((q) => q !== undefined) ? normal(0, quotients) : undefined
}

function divideTerm(term: Term, by: Term): Term | undefined {
  if (term.coefficient % by.coefficient !== 0) return undefined
  const left = [...term.atoms]
  for (const atom of by.atoms) {
    const at = left.findIndex((x) => atomKey(x) === atomKey(atom))
    if (at < 0) return undefined
    left.splice(at, 1)
  }
  return { coefficient: term.coefficient / by.coefficient, atoms: left }
}
