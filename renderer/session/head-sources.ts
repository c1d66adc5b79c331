/** What a head reads when it is put into a model: the last map of each level that the families' heads look at. */
import { type Library } from '../../graph-core/symbolic'
import { mapHeight } from '../layout'
import type { Shown } from './editing'
import type { Block } from './new-row'
import { definitionOf, isHeadBlock } from './row-arguments'

/** P3 to P5: strides of 8, 16 and 32. */
const levels = [3, 4, 5]

/**
 * The rows that a head would read; a head that reads one map, and any where no level is there, reads the last row that is no head. `pulled` is a row
 * that it is to read in any case, in place of the last map of its level.
 */
export function sourcesOfHead({ report }: Pick<Shown, 'report'>, library: Library, block: Block, pulled?: number): readonly number[] {
  const definition = definitionOf(library, report, typeof block === 'string' ? block : block.module)
  const rows = report.rows.filter(({ module }) => !isHeadBlock(definitionOf(library, report, module)))
  const levelOf = (i: number) => {
    const height = mapHeight(report.rows[i]?.out ?? null)
    return height === null ? null : Math.round(Math.log2(report.imgsz[0] / height))
  }
  const own = pulled === undefined ? undefined : levelOf(pulled)
  const wanted = own == null || levels.includes(own) ? levels : [...levels, own].sort((a, b) => a - b)
  const ends = wanted.flatMap((level) => (level === own ? pulled! : (rows.findLast(({ i }) => levelOf(i) === level)?.i ?? [])))
  // A row that is no map has no place among maps.
  if (definition?.reads === 'list' && ends.length > 0 && own !== null) return ends
  const last = pulled ?? rows.at(-1)?.i
  return last === undefined ? [] : [last]
}
