import type { TraceItem } from '../symbolic'
import { type CallNode, moduleOf } from '../symbolic'

/** Where in the model the builder is: names for people, as PyTorch's exporter writes them, and the attribute path for issues and weights. */
export interface Scope {
  /** `/model.4/m.0/cv1/conv`. */
  readonly text: string
  /** What the module is called there: names of children of a Sequential begin with it. */
  readonly segment: string
  readonly isSequential: boolean
  /** `model.4.m.0.cv1.conv`. */
  readonly path: string
}

export const rootScope: Scope = { text: '', segment: '', isSequential: false, path: '' }

/** The scope of a module called in another one's. */
export function scopeOf(outer: Scope, call: CallNode): Scope {
  const name = call.name
  const segment = outer.isSequential ? joined(outer.segment, name) : name
  return {
    text: segment === '' ? outer.text : `${outer.text}/${segment}`,
    segment,
    isSequential: moduleOf(call.module).definition.kind === 'container',
    path: joined(outer.path, name),
  }
}

const joined = (a: string, b: string) => (a === '' || b === '' ? a + b : `${a}.${b}`)

/** Every item of a trace that is not a call, in order. */
export function* opsIn(items: readonly TraceItem[]): Iterable<TraceItem & { kind: 'op' }> {
  for (const item of items) {
    if (item.kind === 'op') yield item
    else yield* opsIn(item.body)
  }
}
