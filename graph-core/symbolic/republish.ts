import { type ArgRoles } from './args'
import { type BlockConstructor, type BlockSpec, defineBlock } from './define-block'
import type { Tree } from './module'
import type { Value } from './tensor'

/** Where another library has a block, and the parts of it that it has its own way. */
export type Republished = { readonly library: string; readonly file: string } & Partial<BlockSpec<ArgRoles, Tree, Value, Value>>

/** A block that another library has in the same words: its newest form, under that library's name. Versions are each library's own. */
export function republish<X, Y>(block: BlockConstructor<X, Y>, where: Republished): BlockConstructor<X, Y> {
  const spec = { ...(block.spec as BlockSpec<ArgRoles, Tree, Value, Value>), versions: {}, ...where }
  return defineBlock(block.blockName, spec) as unknown as BlockConstructor<X, Y>
}
