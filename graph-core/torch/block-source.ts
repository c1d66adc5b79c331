import { type AnyModule, type CallNode, Trace, type Value } from '../symbolic'
import { ModuleSource, type SourceSetting, callsIn, importsOf } from './module-source'

/** A Python file of one block; `make()` builds it. `input` makes what the block is called with, in a trace. */
export function printBlock(module: AnyModule, input: (trace: Trace) => Value, setting: SourceSetting): string {
  const trace = new Trace(setting)
  trace.call(module, input(trace))
  const calls = callsIn(trace.body)
  const call = trace.body[0] as CallNode
  const { classes, result } = ModuleSource.print(setting, (source) => source.construct(module, call.input, calls))
  return [importsOf(classes, result), ...classes, `def make():\n    return ${result}`].join('\n\n\n').concat('\n')
}
