/** What a head reads when it is put into a model: the last map of each level that the families' heads look at. */
import { type Library } from '../../graph-core/symbolic'
import { mapHeight } from '../layout'
import type { Shown } from './editing'
import type { Block } from './new-row'
import { definitionOf, isHeadBlock } from './row-arguments'

/** P3 to P5: strides of 8, 16 and 32. */
const levels = [3, 4, 5]

/** The rows that a head would read; a head that reads one map, and any where no level is there, reads the last row that is no head. */
export function sourcesOfHead({ report }: Pick<Shown, 'report'>, library: Library, block: Block): readonly number[] {
  const definition = definitionOf(library, report, typeof block === 'string' ? block : block.module)
  const rows = report.rows.filter(({ module }) => !isHeadBlock(definitionOf(library, report, module)))
  const levelOf = (height: number | null) => (height === null ? null : Math.round(Math.log2(report.imgsz[0] / height)))
  const ends = levels.flatMap((level) => rows.findLast(({ out }) => levelOf(mapHeight(out)) === level)?.i ?? [])
  const last = rows.at(-1)?.i
  if (definition?.reads === 'list' && ends.length > 0) return ends
  return last === undefined ? [] : [last]
}
