import { type CallNode, type DType, type OpNode, type Tensor, type TraceItem, elements, hintOf, tensorsIn } from '../symbolic'

/** What one run holds besides parameters, in bytes: activations of one image, freed behind their last use. */
export interface Memory {
  /** The largest single result. */
  readonly largest: number
  /** The most that is held at once, input and output among it. */
  readonly peak: number
}

const bytes: { readonly [D in DType]: number } = { f32: 4, f16: 2, i64: 8, i32: 4, u8: 1, bool: 1 }

/** Where values lie: views of one result share it. */
interface Storage {
  readonly size: number
  lastUse: number
}

/** The memory of one call. */
export function memoryOf(call: CallNode): Memory {
  const ops = [...opsIn(call.body)]
  const storages = new Map<Tensor, { readonly of: Storage; readonly isMoved: boolean }>()
  const made: Storage[][] = []
  const allocate = (t: Tensor): Storage => {
    const of = { size: elements(t.shape.map(hintOf)) * bytes[t.dtype], lastUse: -1 }
    storages.set(t, { of, isMoved: false })
    return of
  }

  const inputs = tensorsIn(call.input).map(allocate)
  ops.forEach(({ op, ins, outs }, i) => {
    const read = ins.flatMap((t) => storages.get(t) ?? [])
    for (const { of } of read) of.lastUse = i
    const source = read[0]
    const isView = op.view !== undefined && source !== undefined && !(op.view === 'straight' && source.isMoved)
    if (isView) for (const t of outs) storages.set(t, { of: source.of, isMoved: source.isMoved || op.view === 'moved' })
    made.push(isView ? [] : outs.map(allocate))
  })
  // What was given is not ours to free, and what comes out stays.
  for (const t of [...tensorsIn(call.input), ...tensorsIn(call.output)]) {
    const kept = storages.get(t)
    if (kept !== undefined) kept.of.lastUse = Infinity
  }

  let held = inputs.reduce((sum, { size }) => sum + size, 0)
  let peak = held
  const freed = new Map<number, number>()
  made.forEach((storage, i) => {
    for (const { size, lastUse } of storage) {
      held += size
      const end = Math.max(lastUse, i)
      freed.set(end, (freed.get(end) ?? 0) + size)
    }
    peak = Math.max(peak, held)
    held -= freed.get(i) ?? 0
  })
  return { largest: made.flat().reduce((most, { size }) => Math.max(most, size), 0), peak }
}

function* opsIn(items: readonly TraceItem[]): Iterable<OpNode> {
  for (const item of items) {
    if (item.kind === 'call') yield* opsIn(item.body)
    else yield item
  }
}
