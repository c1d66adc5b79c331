/** Which rows are meant: along the links, by kind. */
import { ancestorsOf, consumersOf, descendantsOf, moduleName, sourcesOf } from '../../graph-core/document'
import { type Editing, type RowRef, indexOf, indicesOf } from './editing'

export type Direction = 'left' | 'right' | 'up' | 'down'

export function selectingActions({ shown, select }: Editing) {
  const upstream = (rows: readonly RowRef[]): number[] => ancestorsOf(shown().document, indicesOf(rows))
  const downstream = (rows: readonly RowRef[]): number[] => descendantsOf(shown().document, indicesOf(rows))

  function allOfType(module: string): number[] {
    return shown().document.rows.flatMap((row, i) => (moduleName(row) === module ? [i] : []))
  }

  /** The linked row that lies most plainly in a direction; to the side also the first source or consumer where none lies there. */
  function walk(row: RowRef, direction: Direction): number | null {
    const { document, layout } = shown()
    const i = indexOf(row)
    const here = layout.nodes[i]
    if (here === undefined) return null
    const sources = sourcesOf(document, i).filter((s): s is number => s !== null && s >= 0)
    const consumers = consumersOf(document, i)
    const ways = [...new Set([...sources, ...consumers])].flatMap((to) => {
      const there = layout.nodes[to]!
      const [x, y] = [there.x + there.width / 2 - here.x - here.width / 2, there.y + there.height / 2 - here.y - here.height / 2]
      const [along, aside] = direction === 'left' ? [-x, y] : direction === 'right' ? [x, y] : direction === 'up' ? [-y, x] : [y, x]
      return along > 0 && Math.abs(aside) <= 2 * along ? [{ to, cost: Math.hypot(along, 3 * aside) }] : []
    })
    ways.sort((a, b) => a.cost - b.cost || a.to - b.to)
    if (ways[0] !== undefined) return ways[0].to
    return (direction === 'left' ? sources[0] : direction === 'right' ? consumers[0] : undefined) ?? null
  }

  return {
    /** Every row that `rows` are made of, in order. */
    upstream,
    /** Every row that is made of `rows`, in order. */
    downstream,
    selectUpstream: (rows: readonly RowRef[]) => select([...indicesOf(rows), ...upstream(rows)]),
    selectDownstream: (rows: readonly RowRef[]) => select([...indicesOf(rows), ...downstream(rows)]),
    /** The row one comes to along a link; null where none leads there. */
    walk,
    /** The rows of a kind of block, in order. */
    allOfType,
    selectAllOfType: (module: string) => select(allOfType(module)),
  }
}
