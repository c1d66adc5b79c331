import type { Issue } from '../issues/issue'
import { type ShapeTree, type TensorType, hintOf } from '../symbolic'
import type { BuiltModel } from './build-model'
import { createExplainer } from './explain'
import type { Pass } from './memo'
import { imageType, inputsOf } from './passes'

/**
 * One issue a row, in the sizes of the user's image where it fails there too; else from the small image that finds strides, where PyTorch
 * fails while it builds the model.
 */
export function runIssues(model: BuiltModel, pass: Pass, image: TensorType): Issue[] {
  const explain = createExplainer(model.document)
  const side = model.dialect.strideImage
  const small = imageType(model.header.ch, [side, side])
  return model.rows.flatMap(({ plan }, i) => {
    const isLate = pass[i]?.error != null
    const runs = isLate ? pass : (model.stridePass ?? pass)
    const type = isLate ? image : small
    const error = runs[i]?.error
    if (error == null) return []
    const outs = runs.map((r): ShapeTree | undefined => (r === null || r.error !== null ? undefined : r.out))
    return [explain.run(plan, error, inputsOf(plan, type, runs) ?? [], type.shape.slice(2).map(hintOf), outs)]
  })
}
