/** The body of one module's forward: its own trace, printed as straight Python. */
import type { Trace } from '../symbolic'
import {
  type CallNode,
  type Dim,
  type PyExpr,
  Sizes,
  Tensor,
  type Value,
  dim,
  hintOf,
  moduleOf,
  tensorsIn,
  type ModuleInfo,
  currentOf,
  mapValue,
} from '../symbolic'
import { attributePath, createPrinter } from './printer'

const indent = '        '

/** Axis names by rank; the batch is shared by all inputs. */
const axisNames: { readonly [rank: number]: readonly string[] } = { 4: ['n', 'c', 'h', 'w'], 3: ['n', 'l', 'c'], 2: ['n', 'c'] }

/** Python expressions of free sizes, by the name of their symbol. */
export type SizeExpressions = Map<string, (names: { of(t: Tensor): string }) => string>

/** The same value with every free size replaced by a symbol of its own, so that a module's text speaks of its own inputs only. */
export function ownSymbols(trace: Trace, input: Value): { value: Value; sizes: SizeExpressions } {
  const sizes: SizeExpressions = new Map()
  let count = 0
  const tensor = (t: Tensor): Tensor => {
    const number = count++
    const nameOf = (axis: number) => `${axisNames[t.rank]?.[axis] ?? `d${axis}`}${number === 0 ? '' : `_${number}`}`
    const shape = t.shape.map((d, axis) => (typeof d === 'number' ? d : dim.symbol(nameOf(axis), hintOf(d))))
    const own = trace.input({ shape, dtype: t.dtype })
    t.shape.forEach((d, axis) => typeof d !== 'number' && sizes.set(nameOf(axis), (names) => `${names.of(own)}.shape[${axis}]`))
    return own
  }
  const given = (s: Sizes): Sizes => {
    const own = new Sizes(s.of.map((row, i) => row.map((d, k) => (typeof d === 'number' ? d : dim.symbol(`size_${i}_${k}`, hintOf(d))))))
    own.of.forEach((row, i) =>
      row.forEach((d, k) => typeof d !== 'number' && sizes.set(`size_${i}_${k}`, () => `${pathOf(own)}[${i}][${k}]`)),
    )
    return own
  }
  const value = mapValue(input, tensor, given)
  const pathOf = (wanted: Sizes): string => pathTo(value, wanted, 'x')!
  return { value, sizes }
}

/** Python's way from an expression to a part of its value. */
function pathTo(value: Value, wanted: Value, expression: string): string | undefined {
  if (value === wanted) return expression
  if (value === null || value instanceof Tensor || value instanceof Sizes) return undefined
  for (const [key, part] of Object.entries(value)) {
    const found = pathTo(part as Value, wanted, Array.isArray(value) ? `${expression}[${key}]` : `${expression}['${key}']`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Python that names each tensor: variables, and paths into what a call returned. */
class Names {
  private readonly expressions = new Map<Tensor, string>()
  private count = 0

  fresh(): string {
    return `y${this.count++}`
  }
  /** Variables for the results of one op. */
  results(outs: readonly Tensor[]): string[] {
    return outs.map((t) => {
      const name = this.fresh()
      this.set(t, name)
      return name
    })
  }
  set(tensor: Tensor, expression: string): void {
    this.expressions.set(tensor, expression)
  }
  of(tensor: Tensor): string {
    const found = this.expressions.get(tensor)
    if (found === undefined) throw new Error(`expected tensor ${tensor.id} to be named`)
    return found
  }
  has(tensor: Tensor): boolean {
    return this.expressions.has(tensor)
  }
  /** Names all tensors of a value as parts of one expression. */
  spread(value: Value, expression: string): void {
    if (value === null || value instanceof Sizes) return
    if (value instanceof Tensor) {
      if (!this.has(value)) this.set(value, expression)
      return
    }
    for (const [key, part] of Object.entries(value))
      this.spread(part as Value, Array.isArray(value) ? `${expression}[${key}]` : `${expression}['${key}']`)
  }
  /** A value as a Python expression. */
  print(value: Value, printDim: (d: Dim) => string): string {
    if (value === null) return 'None'
    if (value instanceof Sizes) return `[${value.of.map((row) => `[${row.map(printDim).join(', ')}]`).join(', ')}]`
    if (value instanceof Tensor) return this.of(value)
    if (Array.isArray(value)) return `[${(value as readonly Value[]).map((v) => this.print(v, printDim)).join(', ')}]`
    return `{${Object.entries(value)
      .map(([k, v]) => `'${k}': ${this.print(v as Value, printDim)}`)
      .join(', ')}}`
  }
}

/** Prints `def forward` of a call recorded in its own trace. */
export function printForward(call: CallNode, trace: Trace, sizes: SizeExpressions): string {
  const names = new Names()
  names.spread(call.input, 'x')
  nameParameters(moduleOf(call.module), trace, names)
  const used = new Set<string>()
  const p = createPrinter(used, names.of(tensorsIn(call.input)[0]!))
  const print = (value: Value) => names.print(value, (d) => p.dim(d).text)
  const lines = call.body.map((item) => {
    if (item.kind === 'call') {
      const result = names.fresh()
      const [module, input] = [`self.${attributePath(item.name)}`, print(item.input)]
      const line = `${result} = ${moduleOf(item.module).definition.pythonCall?.(module, input) ?? `${module}(${input})`}`
      names.spread(item.output, result)
      return line
    }
    const ins = item.ins.map((t): PyExpr => ({ text: names.of(t), atomic: true }))
    const expression = item.op.torch(p, ins, item.a, { ins: item.ins, outs: item.outs }).text
    return `${names.results(item.outs).join(', ')}${item.op.name === 'split' && item.outs.length === 1 ? ',' : ''} = ${expression}`
  })
  const result = `return ${print(currentOf(call.output))}`
  const sizeLines = [...sizes].filter(([name]) => used.has(name)).map(([name, expression]) => `${name} = ${expression(names)}`)
  return ['    def forward(self, x):', ...[...sizeLines, ...lines, result].map((line) => indent + line)].join('\n')
}

/** Own parameters, and those of the parts: a block may read the weight of a layer it holds. */
function nameParameters(info: ModuleInfo, trace: Trace, names: Names, path = ''): void {
  for (const [name, tensor] of info.tensors) {
    const known = trace.parameters.get(tensor)
    if (known !== undefined && !names.has(known)) names.set(known, `self.${attributePath(path + name)}`)
  }
  for (const [name, child] of info.children) nameParameters(moduleOf(child), trace, names, `${path}${name}.`)
}
