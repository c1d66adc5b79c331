/**
 * Sizes that are known only when the model runs, computed from the shapes of its inputs: Shape, Gather, and int64 arithmetic. Every
 * expression is computed once. All values are tensors of one element, which Concat joins to a shape without further nodes.
 */
import { type Atom, type Dim, type SymDim, atomKey, dimKey } from '../symbolic/dim'

/** Where the nodes go. `node` returns the name of the output. */
export interface ShapeNodes {
  node(op: string, inputs: readonly string[], attributes?: { readonly axis?: number; readonly fmod?: number }): string
  /** A 1-D int64 constant. */
  constant(values: readonly number[]): string
}

/** An input of the graph, as far as its sizes go. */
export interface SizedInput {
  readonly name: string
  readonly shape: readonly Dim[]
}

export class ShapeArithmetic {
  /** Values by expression. */
  private readonly values = new Map<string, string>()
  private readonly shapes = new Map<string, string>()
  /** Where each free symbol, times a known factor, can be read. */
  private readonly origins = new Map<string, { readonly size: SymDim; readonly factor: number }>()
  private readonly places = new Map<string, { readonly input: string; readonly axis: number }>()

  constructor(
    private readonly nodes: ShapeNodes,
    inputs: readonly SizedInput[],
  ) {
    for (const { name, shape } of inputs) shape.forEach((size, axis) => this.addOrigin(size, name, axis))
  }

  /** Sizes as a 1-D tensor. */
  vector(sizes: readonly Dim[]): string {
    const parts: string[] = []
    for (let i = 0; i < sizes.length;) {
      const numbers = sizes.slice(i, firstSymbolic(sizes, i)) as number[]
      parts.push(numbers.length > 0 ? this.nodes.constant(numbers) : this.value(sizes[i]!))
      i += Math.max(numbers.length, 1)
    }
    if (parts.length === 1) return parts[0]!
    return this.once(`[${sizes.map(dimKey).join(', ')}]`, () => this.nodes.node('Concat', parts, { axis: 0 }))
  }

  /** One size as a tensor of one element. */
  value(d: Dim): string {
    if (typeof d === 'number') return this.nodes.constant([d])
    return this.once(d.key, () => {
      const place = this.places.get(d.key)
      if (place !== undefined) return this.read(place.input, place.axis)
      const terms = d.terms.map((t) => this.scaled(this.product(t.atoms), t.coefficient))
      const sum = terms.reduce((a, b) => this.nodes.node('Add', [a, b]))
      return d.constant === 0 ? sum : this.nodes.node('Add', [sum, this.nodes.constant([d.constant])])
    })
  }

  private addOrigin(size: Dim, input: string, axis: number): void {
    if (typeof size === 'number' || this.places.has(size.key)) return
    this.places.set(size.key, { input, axis })
    const term = size.constant === 0 && size.terms.length === 1 ? size.terms[0]! : undefined
    const atom = term?.atoms.length === 1 ? term.atoms[0]! : undefined
    if (atom?.kind === 'symbol' && !this.origins.has(atom.name)) this.origins.set(atom.name, { size, factor: term!.coefficient })
  }

  private read(input: string, axis: number): string {
    let shape = this.shapes.get(input)
    if (shape === undefined) this.shapes.set(input, (shape = this.nodes.node('Shape', [input])))
    return this.nodes.node('Gather', [shape, this.nodes.constant([axis])], { axis: 0 })
  }

  private product(atoms: readonly Atom[]): string {
    const last = atoms.at(-1)!
    if (atoms.length === 1) return this.atom(last)
    return this.once(atoms.map(atomKey).join('*'), () => this.nodes.node('Mul', [this.product(atoms.slice(0, -1)), this.atom(last)]))
  }

  private scaled(value: string, coefficient: number): string {
    return coefficient === 1
      ? value
      : this.once(`${coefficient}*<${value}>`, () => this.nodes.node('Mul', [value, this.nodes.constant([coefficient])]))
  }

  private atom(atom: Atom): string {
    return this.once(atomKey(atom), () => {
      if (atom.kind === 'symbol') return this.symbol(atom.name)
      const [a, b] = [this.value(atom.a), this.value(atom.b)]
      if (atom.kind === 'min') return this.nodes.node('Min', [a, b])
      if (atom.kind === 'max') return this.nodes.node('Max', [a, b])
      if (atom.kind === 'mod') return this.nodes.node('Mod', [a, b], { fmod: 0 })
      // ONNX divides towards zero. Python's floor is the same where nothing is negative, else what is left after taking the remainder away.
      const isPlain = lowerBound(atom.a) >= 0 && lowerBound(atom.b) >= 0
      const dividend = isPlain ? a : this.nodes.node('Sub', [a, this.nodes.node('Mod', [a, b], { fmod: 0 })])
      return this.nodes.node('Div', [dividend, b])
    })
  }

  private symbol(name: string): string {
    const origin = this.origins.get(name)
    if (origin === undefined) throw new Error(`expected an input with the size ${name}`)
    const size = this.value(origin.size)
    return origin.factor === 1 ? size : this.nodes.node('Div', [size, this.nodes.constant([origin.factor])])
  }

  private once(key: string, make: () => string): string {
    let value = this.values.get(key)
    if (value === undefined) this.values.set(key, (value = make()))
    return value
  }
}

function firstSymbolic(sizes: readonly Dim[], from: number): number {
  const at = sizes.findIndex((d, i) => i >= from && typeof d !== 'number')
  return at < 0 ? sizes.length : at
}

/** A number the expression is never below, given that free sizes are at least 1. */
export function lowerBound(d: Dim): number {
  if (typeof d === 'number') return d
  return d.terms.reduce((sum, t) => {
    const bounds = t.atoms.map(atomBound)
    if (t.coefficient < 0 || bounds.some((b) => b < 0)) return -Infinity
    return sum + bounds.reduce((p, b) => p * b, t.coefficient)
  }, d.constant)
}

function atomBound(atom: Atom): number {
  if (atom.kind === 'symbol') return 1
  const [a, b] = [lowerBound(atom.a), lowerBound(atom.b)]
  if (atom.kind === 'min') return Math.min(a, b)
  if (atom.kind === 'max') return Math.max(a, b)
  if (atom.kind === 'mod') return b >= 0 ? 0 : -Infinity
  if (a < 0 || b < 0) return -Infinity
  return typeof atom.b === 'number' ? Math.floor(a / atom.b) : 0
}
