import { type Dim, hintOf, mod, sameExpression } from './dim'
import type { LayerOverrides } from './conventions'
import { type AnyModule, type Buffer, type Definition, type Param, moduleOf, mostElements } from './module'
import type { AnyOp } from './op'
import { Sizes, Tensor, type TensorType, type Value, currentOf, tensorsIn } from './tensor'
import { ShapeError } from './shape-error'

/** One application of a primitive. */
export interface OpNode {
  readonly kind: 'op'
  readonly op: AnyOp
  readonly ins: readonly Tensor[]
  readonly a: unknown
  readonly outs: readonly Tensor[]
}

/** One call of a module, with everything that happened inside it. */
export class CallNode {
  readonly kind = 'call'
  output: Value = null
  readonly body: TraceItem[] = []

  constructor(
    readonly module: AnyModule,
    private readonly caller: AnyModule | string,
    readonly input: Value,
  ) {}

  /** The attribute path its caller knows it by, or the path the call was given. */
  get name(): string {
    return typeof this.caller === 'string' ? this.caller : moduleOf(this.caller).nameOf(this.module)
  }
}

export type TraceItem = OpNode | CallNode

/** A decision taken on the concrete sizes that need not hold at others. */
export interface Guard {
  /** `agreement`: PyTorch would raise where it does not hold. `baked`: the traced graph would be wrong there, or be of no use: a free size must be one number. */
  readonly kind: 'agreement' | 'baked'
  readonly why: string
  /** Attribute path of the module that asked. */
  readonly path: string
}

/** How shape inference asks about sizes: on hints, with a guard where symbols leave it open. */
export interface Checks {
  /** Whether two sizes agree. */
  same(a: Dim, b: Dim, why: string): boolean
  /** Whether a size is a multiple of `by`. */
  divisible(a: Dim, by: number, why: string): boolean
  /** The number of a size that must be known when the graph is written. */
  concrete(d: Dim, why: string): number
}

/** What `forward` may ask of its surroundings. Source ops (`arange`, `constant`, `concat`, `stack`) are installed by `kernels/ops/methods.ts`. */
export class Frame {
  constructor(
    readonly trace: Trace,
    /** `raw` gives a head's training maps, `eval` what it returns at inference. What a module calls is always in evaluation. */
    readonly mode: 'eval' | 'raw',
    /** Strides of the head's inputs, once known. */
    readonly strides: readonly number[] | null,
  ) {}

  /** Lets `value` take the place of `target`, as PyTorch's in-place operations do. Returns `value`. */
  overwrite(target: Tensor, value: Tensor): Tensor {
    target.current.overwrittenBy = value
    return value
  }
}

export interface TraceOptions {
  readonly mode?: 'eval' | 'raw'
  readonly strides?: readonly number[] | null
  /** What the target's `initialize_weights` sets on layers, by layer name. */
  readonly overrides?: LayerOverrides
}

/** More tensors than any model makes: a run beyond it is a slip in an argument. */
const mostTensors = 100_000

/** More tensors than any module reads: lists of lists of rows can double with every row. */
const mostInputs = 20_000

/** A recording of modules running on symbolic tensors of one input size. */
export class Trace implements Checks {
  readonly frame: Frame
  private readonly inner: Frame
  readonly guards: Guard[] = []
  readonly body: TraceItem[] = []
  readonly overrides: LayerOverrides
  readonly parameters = new Map<Param | Buffer, Tensor>()
  private readonly stack: CallNode[] = []
  private count = 0

  constructor(options: TraceOptions = {}) {
    this.frame = new Frame(this, options.mode ?? 'eval', options.strides ?? null)
    this.inner = new Frame(this, 'eval', options.strides ?? null)
    this.overrides = options.overrides ?? {}
  }

  /** How many tensors were made. */
  get size(): number {
    return this.count
  }

  /** A tensor that comes from outside. */
  input(type: TensorType): Tensor {
    if (this.count >= mostInputs) throw new ShapeError('model.too-large', `more than ${mostInputs} tensors are read at once`)
    return new Tensor(this, this.count++, type.shape, type.dtype)
  }

  /** The tensor of a parameter or buffer; the same one every time. */
  parameter(p: Param | Buffer): Tensor {
    let t = this.parameters.get(p)
    if (t === undefined) this.parameters.set(p, (t = new Tensor(this, this.count++, p.shape, p.dtype)))
    return t
  }

  /** Applies a primitive. */
  apply(op: AnyOp, inputs: readonly Tensor[], a: unknown): Tensor[] {
    if (this.count > mostTensors) throw new ShapeError('model.too-large', `more than ${mostTensors} tensors are made in one run`)
    const ins = inputs.map((t) => t.current)
    const outs = op.infer(ins, a, this).map(({ shape, dtype }) => {
      requireSize(shape)
      return new Tensor(this, this.count++, shape, dtype)
    })
    this.items.push({ kind: 'op', op, ins, a, outs })
    return outs
  }

  /** Runs a module's forward and records what it did. `path` names a call that no module makes, such as a row's `model.4`. */
  call(module: AnyModule, given: Value, path = ''): Value {
    const info = moduleOf(module)
    const input = currentOf(given)
    requireReadable(info.definition, input)
    const frame = this.stack.length === 0 ? this.frame : this.inner
    const node = new CallNode(module, this.stack.at(-1)?.module ?? path, input)
    this.items.push(node)
    this.stack.push(node)
    try {
      node.output = info.definition.forward(info.view(this), input, frame, info.args)
    } finally {
      this.stack.pop()
    }
    return node.output
  }

  /** Attribute path of the module that is running. */
  get path(): string {
    return this.stack
      .map((c) => c.name)
      .filter((n) => n !== '')
      .join('.')
  }

  same(a: Dim, b: Dim, why: string): boolean {
    if (sameExpression(a, b)) return true
    const isOpen = typeof a !== 'number' && typeof b !== 'number'
    if (isOpen) this.guards.push({ kind: 'agreement', why, path: this.path })
    else if (typeof a !== typeof b) this.guards.push({ kind: 'baked', why: `${why}, for ${hintOf(a)} only`, path: this.path })
    return hintOf(a) === hintOf(b)
  }

  divisible(a: Dim, by: number, why: string): boolean {
    const rest = mod(a, by)
    if (typeof rest === 'number') return rest === 0
    this.guards.push({ kind: 'baked', why, path: this.path })
    return rest.hint === 0
  }

  concrete(d: Dim, why: string): number {
    if (typeof d !== 'number') this.guards.push({ kind: 'baked', why, path: this.path })
    return hintOf(d)
  }

  private get items(): TraceItem[] {
    return this.stack.at(-1)?.body ?? this.body
  }
}

/** Throws ShapeError `model.too-large` for a result that PyTorch could not allocate anywhere. */
function requireSize(shape: readonly Dim[]): void {
  let elements = 1
  for (const d of shape) elements *= hintOf(d)
  if (!(elements <= mostElements))
    throw new ShapeError('model.too-large', `a result of ${shape.map(hintOf).join('×')} is larger than any machine can hold`)
}

/** Throws ShapeError `shape.input` where a module gets a list for a tensor or a tensor for a list. */
function requireReadable({ name, reads = 'tensor', text }: Definition, given: Value): void {
  const input = text === undefined ? given : besideText(name, given)
  const isTensor = input instanceof Tensor
  if (reads === 'tensor' && !isTensor) throw new ShapeError('shape.input', `${name} reads one tensor, got several values`)
  if (reads === 'list' && !Array.isArray(input))
    throw new ShapeError('shape.input', `${name} reads a list, got ${isTensor ? 'one tensor' : 'no list'}`)
  if (reads === 'list' && !(input as readonly Value[]).every(isTensorOrSizes))
    throw new ShapeError('shape.input', `${name} reads a list of tensors, got a row that gives several values`)
}

/** What a block that takes part in the text is given beside it. */
function besideText(name: string, given: Value): Value {
  const [input, text] = Array.isArray(given) ? (given as readonly Value[]) : []
  if (input === undefined || !(text instanceof Tensor) || text.rank !== 3)
    throw new ShapeError('shape.input', `${name} reads a text beside its input`)
  return input
}

/** Sizes of maps travel beside tensors; a nest of tensors does not: PyTorch has nothing that would read one. */
function isTensorOrSizes(value: Value): boolean {
  return value instanceof Tensor || value instanceof Sizes || (Array.isArray(value) && value.every((v) => v instanceof Sizes))
}

/** The trace a value belongs to. */
export function traceOf(value: Value): Trace {
  const first = tensorsIn(value)[0]
  if (first === undefined) throw new Error('expected a value with at least one tensor')
  return first.trace
}
