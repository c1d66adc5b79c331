import type { Init } from '../symbolic'
import { pythonLiteralOf } from './printer'

/** A starting value as a torch expression. */
export function printInit(init: Init, shape: readonly number[]): string {
  const size = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  if (init.kind === 'constant')
    return init.value === 0
      ? `torch.zeros(${size})`
      : init.value === 1
        ? `torch.ones(${size})`
        : `torch.full(${size}, ${pythonLiteralOf(init.value)}, dtype=torch.float32)`
  if (init.kind === 'uniform') {
    const drawn = `torch.empty(${size}).uniform_(${-init.bound}, ${init.bound})`
    return init.shift === undefined
      ? drawn
      : `${drawn} + torch.tensor(${pythonLiteralOf(init.shift())}, dtype=torch.float32).reshape(${size})`
  }
  if (init.kind === 'normal') return `torch.empty(${size}).normal_(${init.mean}, ${init.std})`
  const values = init.values()
  const isRange = values.every((v, i) => v === i)
  return `${isRange ? `torch.arange(${values.length}, dtype=torch.float32)` : `torch.tensor(${pythonLiteralOf(values)}, dtype=torch.float32)`}.reshape(${size})`
}
