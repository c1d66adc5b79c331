import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WeightTensor } from '../weight-tensor'

/** The bytes of a file of `fixtures`. */
export const fixture = (name: string) => readFileSync(join(import.meta.dirname, '..', 'fixtures', name))

export const jsonFixture = <T>(name: string) => JSON.parse(fixture(name).toString()) as T

/** What PyTorch said of a tensor. */
export interface TensorFacts {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly sha256_f32: string
}

/** The same of a tensor that was read. */
export async function factsOf(tensor: WeightTensor): Promise<TensorFacts> {
  const { name, dtype, shape } = tensor
  return {
    name,
    dtype,
    shape,
    sha256_f32: createHash('sha256')
      .update(await tensor.toFloat32())
      .digest('hex'),
  }
}

export const onlyFacts = ({ name, dtype, shape, sha256_f32 }: TensorFacts): TensorFacts => ({ name, dtype, shape, sha256_f32 })
