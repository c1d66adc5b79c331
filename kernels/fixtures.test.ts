import { describe, expect, test } from 'vitest'
import { arranged } from '../graph-core/onnx/block'
import { Tensor, moduleOf } from '../graph-core/symbolic'
import { countsDiffer, mutationsDiffer, namesDiffer, outputsDiffer } from '../tests/truth/compare-block'
import { fixtureCases, inputOf } from './tests/fixture-cases'

describe.each(fixtureCases())('$id', (c) => {
  test('has the names, shapes and order of the state_dict PyTorch has', () => {
    expect(namesDiffer(c)).toEqual([])
  })

  test('has the parameters, modules and leaves PyTorch counts', () => {
    expect(countsDiffer(c)).toEqual([])
  })

  test('returns the nest and shapes PyTorch returns, in evaluation and in training', () => {
    expect(outputsDiffer(c)).toEqual([])
  })

  test('is called as PyTorch was, given its tensors alone', () => {
    const { inputs, module } = c.trace('eval')
    const { definition } = moduleOf(module)
    const asked = inputOf(c.entry, inputs)
    // Sizes, and what a row gives as a list, are more than tensors.
    const isMore = definition.text === undefined && Array.isArray(asked) && !asked.every((part) => part instanceof Tensor)
    expect(isMore ? asked : arranged(definition, inputs)).toEqual(asked)
  })

  test('overwrites the inputs PyTorch overwrites', () => {
    expect(mutationsDiffer(c)).toEqual([])
  })
})
