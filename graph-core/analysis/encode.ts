import { type ShapeTree, hintOf, isTensorType } from '../symbolic'

/** Shapes as plain JSON: a list of numbers for a tensor, a list for a tuple, an object for a dict, null for anything else. */
export type EncodedShape = readonly number[] | readonly EncodedShape[] | { readonly [key: string]: EncodedShape } | null

/** Encodes what a row gives, at its concrete sizes. */
export function encodeShape(tree: ShapeTree): EncodedShape {
  if (tree === null) return null
  if (isTensorType(tree)) return tree.shape.map(hintOf)
  if (Array.isArray(tree)) return (tree as readonly ShapeTree[]).map(encodeShape)
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, encodeShape(value as ShapeTree)]))
}
