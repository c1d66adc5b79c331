import { type ArgRoles } from './args'
import { type BlockConstructor, type BlockSpec, defineBlock } from './define-block'
import type { Tree } from './module'
import type { Value } from './tensor'

type Spec = BlockSpec<ArgRoles, Tree, Value, Value>

/** Where another library has a block, which release's form it has, and the parts of it that it has its own way. */
export type Republished = { readonly library: string; readonly file: string; readonly form?: string } & Partial<Spec>

/**
 * A block that another library has in the same words, under that library's name: its newest form, or the one it has in the versions `form`
 * names. Versions are each library's own.
 */
export function republish<X, Y>(block: BlockConstructor<X, Y>, { form, ...where }: Republished): BlockConstructor<X, Y> {
  const base = block.spec as Spec
  const overlay = form === undefined ? {} : base.versions?.[form]?.overlay
  if (overlay === undefined) throw new Error(`expected a form ${form} of ${block.blockName}`)
  return defineBlock(block.blockName, { ...base, ...overlay, versions: {}, ...where }) as unknown as BlockConstructor<X, Y>
}
