import { describe, expect, test } from 'vitest'
import { countsDiffer, mutationsDiffer, namesDiffer, outputsDiffer } from '../tests/truth/compare-block'
import { fixtureCases } from './tests/fixture-cases'

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

  test('overwrites the inputs PyTorch overwrites', () => {
    expect(mutationsDiffer(c)).toEqual([])
  })
})
