/** The body of one module's forward: its own trace, printed as straight Python. */
import {
  type CallNode,
  type PyExpr,
  type Tensor,
  Trace,
  type TraceItem,
  type Value,
  dim,
  hintOf,
  moduleOf,
  tensorsIn,
  type ModuleInfo,
  type Param,
  type Buffer,
  mapTensors,
} from '../symbolic'
import { Tensor as TensorClass } from '../symbolic'
import { attributePath, createPrinter } from './printer'

const indent = '        '

/** Axis names by rank; the batch is shared by all inputs. */
const axisNames: { readonly [rank: number]: readonly string[] } = { 4: ['n', 'c', 'h', 'w'], 3: ['n', 'l', 'c'], 2: ['n', 'c'] }

/** The same value with every free size replaced by a symbol of its own, so that a module's text speaks of its own inputs only. */
export function ownSymbols(
  trace: Trace,
  input: Value,
): { value: Value; axes: Map<string, { tensor: Tensor; axis: number; name: string }> } {
  const axes = new Map<string, { tensor: Tensor; axis: number; name: string }>()
  let count = 0
  const value = mapTensors(input, (t) => {
    const number = count++
    const names = t.shape.map((_, axis) => `${axisNames[t.rank]?.[axis] ?? `d${axis}`}${number === 0 ? '' : `_${number}`}`)
    const shape = t.shape.map((d, axis) => (typeof d === 'number' ? d : dim.symbol(names[axis]!, hintOf(d))))
    const own = trace.input({ shape, dtype: t.dtype })
    t.shape.forEach((d, axis) => {
      if (typeof d !== 'number') axes.set(names[axis]!, { tensor: own, axis, name: names[axis]! })
    })
    return own
  }) as Value
  return { value, axes }
}

/** Python that names each tensor: variables, and paths into what a call returned. */
class Names {
  private readonly expressions = new Map<Tensor, string>()
  private count = 0

  fresh(): string {
    return `y${this.count++}`
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
    if (value === null) return
    if (value instanceof TensorClass) {
      if (!this.has(value)) this.set(value, expression)
      return
    }
    for (const [key, part] of Object.entries(value))
      this.spread(part as Value, Array.isArray(value) ? `${expression}[${key}]` : `${expression}['${key}']`)
  }
  /** A value as a Python expression. */
  print(value: Value): string {
    if (value === null) return 'None'
    if (value instanceof TensorClass) return this.of(value)
    if (Array.isArray(value)) return `[${(value as readonly Value[]).map((v) => this.print(v)).join(', ')}]`
    return `{${Object.entries(value)
      .map(([k, v]) => `'${k}': ${this.print(v as Value)}`)
      .join(', ')}}`
  }
}

/** Prints `def forward`. `owned` are the paths of the module's parameters and buffers by tensor of the trace. */
export function printForward(
  call: CallNode,
  trace: Trace,
  axes: ReadonlyMap<string, { tensor: Tensor; axis: number; name: string }>,
): string {
  const names = new Names()
  names.spread(call.input, 'x')
  nameParameters(moduleOf(call.module), trace, names, 'self')
  const used = new Set<string>()
  const device = names.of(tensorsIn(call.input)[0]!)
  const p = createPrinter({ nameOf: (symbol) => axes.get(symbol)?.name ?? symbol, used }, device)
  const lines = printItems(call.body, names, (node) => {
    const ins = node.ins.map((t): PyExpr => ({ text: names.of(t), atomic: true }))
    return node.op.torch(p, ins, node.a, { ins: node.ins, outs: node.outs }).text
  })
  const sizes = [...axes.values()].filter((a) => used.has(a.name)).map((a) => `${a.name} = ${names.of(a.tensor)}.shape[${a.axis}]`)
  const result = `return ${names.print(mapTensors(call.output, (t) => t.current) as Value)}`
  return ['    def forward(self, x):', ...[...sizes, ...lines, result].map((line) => indent + line)].join('\n')
}

function nameParameters(info: ModuleInfo, trace: Trace, names: Names, owner: string): void {
  for (const [name, tensor] of info.tensors as Iterable<readonly [string, Param | Buffer]>) {
    const known = trace.parameters.get(tensor)
    if (known !== undefined && !names.has(known)) names.set(known, `${owner}.${name}`)
  }
}

function printItems(items: readonly TraceItem[], names: Names, printOp: (node: Extract<TraceItem, { kind: 'op' }>) => string): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'call') {
      const result = names.fresh()
      const line = `${result} = self.${attributePath(item.name)}(${names.print(item.input)})`
      names.spread(item.output, result)
      return [line]
    }
    const expression = printOp(item)
    const results = item.outs.map((t) => {
      const name = names.fresh()
      names.set(t, name)
      return name
    })
    return [`${results.join(', ')}${item.outs.length === 1 && item.op.name === 'split' ? ',' : ''} = ${expression}`]
  })
}
