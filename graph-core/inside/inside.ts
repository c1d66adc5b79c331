/**
 * What happens inside a block, as a graph: the modules it calls, what it computes between them, and what flows. Read off the trace of
 * one call, so it is what runs: at these sizes, in this mode.
 */
import {
  type AnyModule,
  type ArgValue,
  type ArgRoles,
  type Buffer,
  type CallNode,
  type ModuleId,
  type OpNode,
  Param,
  type Tensor,
  type Trace,
  type TraceItem,
  elements,
  hintOf,
  moduleOf,
  modulesOf,
  parametersOf,
  tensorsIn,
} from '../symbolic'

export interface InsideNode {
  /** Unique in the graph and the same in every run. */
  readonly id: string
  /** `tensor` is a parameter or buffer that an operation reads by itself. */
  readonly kind: 'input' | 'module' | 'op' | 'tensor' | 'output'
  /** Attribute path in the block, of modules and tensors: `cv1`, `m.0`. */
  readonly path: string
  /** The class of a module; the operations of an op, in their order. */
  readonly type: readonly string[]
  /** A module's constructor arguments that are not the default. */
  readonly args: readonly NodeArgument[]
  /** Sizes of each tensor that comes out. */
  readonly shapes: readonly (readonly number[])[]
  /** Parameters that no node before has counted. */
  readonly params: number
  /** Whether a node before runs the same module. */
  readonly isAgain: boolean
  /** Multiply-accumulates of all that happens in it. */
  readonly macs: number
  /** Of modules: the call, which has an inside of its own unless it is of a layer. */
  readonly call?: CallNode
}

export interface NodeArgument {
  readonly name: string
  readonly value: ArgValue
  /** Whether Python needs no name here: every argument before it is written as well. */
  readonly isPositional: boolean
}

/** One tensor on its way. */
export interface InsideEdge {
  readonly from: string
  readonly to: string
  readonly shape: readonly number[]
}

export interface Inside {
  readonly nodes: readonly InsideNode[]
  readonly edges: readonly InsideEdge[]
  /** Parameters that nothing in this run reads, such as those for training alone. */
  readonly unread: number
}

export interface InsideOptions {
  /** How deep blocks are opened: 1 shows the modules the block calls itself. Containers are always open. */
  readonly depth?: number
}

/** The inside of one call. */
export function insideOf(trace: Trace, call: CallNode, options: InsideOptions = {}): Inside {
  return joinViews(new Drawing(trace, call).draw(options.depth ?? 1))
}

type Drawn = InsideNode & { readonly isView?: boolean }

class Drawing {
  private readonly nodes: Drawn[] = []
  private readonly edges = new Map<string, InsideEdge>()
  /** Who a tensor comes from. A module that gives what it was given stands between. */
  private readonly producers = new Map<Tensor, string>()
  private readonly parameters: ReadonlyMap<Tensor, Param | Buffer>
  private readonly paths: ReadonlyMap<Param | Buffer, string>
  private readonly counted = new Set<Param>()
  private readonly ran = new Set<ModuleId>()
  private readonly ids = new Map<string, number>()

  constructor(
    trace: Trace,
    private readonly root: CallNode,
  ) {
    this.parameters = new Map([...trace.parameters].map(([p, tensor]) => [tensor, p]))
    this.paths = new Map(tensorPaths(root.module, ''))
  }

  draw(depth: number): { nodes: Drawn[]; edges: InsideEdge[]; unread: number } {
    const inputs = tensorsIn(this.root.input)
    inputs.forEach((t, i) => this.give([t], this.add({ kind: 'input', type: [inputs.length === 1 ? 'x' : `x${i}`], tensors: [t] })))
    this.body(this.root.body, '', depth)
    const outputs = tensorsIn(this.root.output)
    outputs.forEach((t, i) => this.read(t, this.add({ kind: 'output', type: [outputs.length === 1 ? 'y' : `y${i}`], tensors: [t] })))
    const all = [...parametersOf(modulesOf(this.root.module))]
    const unread = all.filter((p) => !this.counted.has(p)).reduce((n, p) => n + elements(p.shape), 0)
    return { nodes: this.nodes, edges: [...this.edges.values()], unread }
  }

  private body(items: readonly TraceItem[], prefix: string, depth: number): void {
    for (const item of items) {
      if (item.kind === 'op') this.op(item)
      else {
        const { kind } = moduleOf(item.module).definition
        const path = prefix + item.name
        if (kind === 'container') this.body(item.body, `${path}.`, depth)
        else if (kind === 'block' && depth > 1) this.body(item.body, `${path}.`, depth - 1)
        else this.module(item, path)
      }
    }
  }

  private op(item: OpNode): void {
    const id = this.add({
      kind: 'op',
      type: [item.op.name],
      tensors: item.outs,
      macs: macsOf([item]),
      isView: item.op.view !== undefined,
    })
    for (const t of item.ins) this.read(t, id)
    this.give(item.outs, id)
  }

  private module(call: CallNode, path: string): void {
    const info = moduleOf(call.module)
    const outs = tensorsIn(call.output)
    const id = this.add({
      kind: 'module',
      path,
      type: [info.definition.name],
      tensors: outs,
      args: writtenArguments(call.module),
      params: this.count([...parametersOf(modulesOf(call.module))]),
      macs: macsOf(call.body),
      isAgain: this.ran.has(info),
      call,
    })
    this.ran.add(info)
    for (const t of readsOf(call)) if (!this.parameters.has(t)) this.read(t, id)
    this.give(outs, id)
  }

  private give(tensors: readonly Tensor[], id: string): void {
    for (const t of tensors) this.producers.set(t, id)
  }

  private read(t: Tensor, by: string): void {
    const from = this.producers.get(t) ?? this.tensor(t)
    const key = `${from} ${t.id} ${by}`
    if (!this.edges.has(key)) this.edges.set(key, { from, to: by, shape: t.shape.map(hintOf) })
  }

  /** A parameter or buffer that is read outside the module that owns it. */
  private tensor(t: Tensor): string {
    const p = this.parameters.get(t)
    if (p === undefined) throw new Error(`expected a tensor made in ${moduleOf(this.root.module).definition.name}, got #${t.id}`)
    const path = this.paths.get(p) ?? ''
    const id = this.add({ kind: 'tensor', path, type: [path], tensors: [t], params: p instanceof Param ? this.count([p]) : 0 })
    this.give([t], id)
    return id
  }

  /** The sizes of those parameters that were not counted yet. */
  private count(params: readonly Param[]): number {
    const fresh = params.filter((p) => !this.counted.has(p))
    for (const p of fresh) this.counted.add(p)
    return fresh.reduce((n, p) => n + elements(p.shape), 0)
  }

  private add({ tensors, ...given }: Partial<Drawn> & Pick<Drawn, 'kind' | 'type'> & { tensors: readonly Tensor[] }): string {
    const name = given.path ?? given.type[0]!
    const times = (this.ids.get(name) ?? 0) + 1
    this.ids.set(name, times)
    const id = times === 1 ? name : `${name}#${times}`
    this.nodes.push({
      path: '',
      args: [],
      params: 0,
      macs: 0,
      isAgain: false,
      ...given,
      id,
      shapes: tensors.map((t) => t.shape.map(hintOf)),
    })
    return id
  }
}

/** Multiply-accumulates of operations, on hints. */
function macsOf(items: readonly TraceItem[]): number {
  return items.reduce((sum, item) => sum + (item.kind === 'call' ? macsOf(item.body) : item.op.macs(item.ins, item.outs, item.a)), 0)
}

/** Tensors a call reads that it did not make: operands of what happens inside, and what it gives on as it is. */
function readsOf(call: CallNode): Set<Tensor> {
  const made = new Set<Tensor>()
  const read = new Set<Tensor>()
  const visit = (items: readonly TraceItem[]) => {
    for (const item of items) {
      if (item.kind === 'call') {
        visit(item.body)
        continue
      }
      for (const t of item.ins) if (!made.has(t)) read.add(t)
      for (const t of item.outs) made.add(t)
    }
  }
  visit(call.body)
  for (const t of tensorsIn(call.output)) if (!made.has(t)) read.add(t)
  return read
}

function* tensorPaths(module: AnyModule, prefix: string): Iterable<readonly [Param | Buffer, string]> {
  const info = moduleOf(module)
  for (const [name, child] of info.children) yield* tensorPaths(child, `${prefix}${name}.`)
  for (const [name, tensor] of info.tensors) yield [tensor, prefix + name]
}

/** Constructor arguments as one would write them: required ones, and those that are not the default. */
function writtenArguments(module: AnyModule): NodeArgument[] {
  const { definition, args } = moduleOf(module)
  const roles = ('args' in definition ? definition.args : {}) as ArgRoles
  const written: NodeArgument[] = []
  Object.entries(roles).forEach(([name, role], i) => {
    const value = (args as { readonly [name: string]: ArgValue })[name] ?? null
    if ('default' in role && JSON.stringify(role.default) === JSON.stringify(value)) return
    written.push({ name, value, isPositional: written.length === i && written.every((each) => each.isPositional) })
  })
  return written
}

/** Views that follow each other alone become one node: a rearrangement is a reshape, a permute and a reshape. */
function joinViews({ nodes, edges, unread }: { nodes: readonly Drawn[]; edges: readonly InsideEdge[]; unread: number }): Inside {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  let links = edges
  for (const node of nodes) {
    const behind = links.filter(({ from }) => from === node.id)
    const next = behind.length === 1 ? byId.get(behind[0]!.to)! : undefined
    if (node.isView !== true || next?.isView !== true || node.shapes.length > 1) continue
    const before = byId.get(node.id)!.type
    byId.set(next.id, { ...next, type: before.at(-1) === next.type[0] ? before : [...before, ...next.type] })
    byId.delete(node.id)
    links = links.flatMap((edge) => (edge.from === node.id ? [] : [edge.to === node.id ? { ...edge, to: next.id } : edge]))
  }
  const plain = ({ isView: _, ...node }: Drawn): InsideNode => node
  return { nodes: nodes.flatMap(({ id }) => byId.get(id) ?? []).map(plain), edges: links, unread }
}
