import { createHash } from 'node:crypto'
import { NoFloatsError } from '../../../graph-core/weights/dtype'
import type { WeightTensor } from '../../../graph-core/weights/weight-tensor'

/** The sha256 of a tensor's values as little-endian float32, row by row: the same for the same values in any format. Null for types that are only carried. */
export async function hashOf(tensor: WeightTensor): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await tensor.toFloat32())
      .digest('hex')
  } catch (error) {
    if (error instanceof NoFloatsError) return null
    throw error
  }
}
