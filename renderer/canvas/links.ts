/** What links show, as React Flow edges. */
import type { TFunction } from 'i18next'
import { shapeText } from '../app/format'
import type { Snapshot } from '../session'
import type { LinkEdge } from './LinkLine'
import { litLinks } from './lit-links'

type Shown = Pick<Snapshot, 'report' | 'layout' | 'selection' | 'issues'>

/** One edge a link. `dropTarget` is the link that something is about to be dropped on. */
export function linkEdges({ report, layout, selection, issues }: Shown, dropTarget: string | null, t: TFunction): LinkEdge[] {
  const selected = new Set(layout.nodes.filter(({ rowId }) => selection.includes(rowId)).map(({ i }) => i))
  const lit = litLinks(layout.edges, selected)
  const bad = new Set(
    issues.flatMap(({ where }) => (where.row !== undefined && where.edge !== undefined ? [`${where.edge} ${where.row}`] : [])),
  )
  return layout.edges.map((edge, k): LinkEdge => {
    const shape = shapeText(report.rows[edge.from]!.out) ?? t('canvas.noShape')
    const id = `${edge.from}-${edge.to}-${edge.slot}`
    return {
      id,
      type: 'link',
      source: layout.nodes[edge.from]!.rowId,
      target: layout.nodes[edge.to]!.rowId,
      data: { edge, shape, light: lit[k]!, isBad: bad.has(`${edge.from} ${edge.to}`), isDropTarget: id === dropTarget },
      ariaLabel: t('canvas.edge', { from: edge.from, to: edge.to, shape }),
      focusable: false,
    }
  })
}
