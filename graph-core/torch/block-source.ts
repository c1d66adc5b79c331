import { type AnyModule, type CallNode, Trace, type TensorType } from '../symbolic'
import { ModuleSource, type SourceSetting, callsIn } from './module-source'

/** A Python file of one block; `make()` builds it. Inputs are the types it is called with, several as a list. */
export function printBlock(module: AnyModule, inputs: readonly TensorType[], isList: boolean, setting: SourceSetting): string {
  const trace = new Trace(setting)
  const values = inputs.map((type) => trace.input(type))
  trace.call(module, isList ? values : values[0]!)
  const calls = callsIn(trace.body)
  const input = (trace.body[0] as CallNode).input
  const { classes, result } = ModuleSource.print(setting, (source) => source.construct(module, input, calls))
  return ['import torch\nimport torch.nn as nn', ...classes, `def make():\n    return ${result}`].join('\n\n\n').concat('\n')
}
