import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { shapeText } from '../../app/format'
import type { Layout } from '../../layout'
import type { Snapshot } from '../../session'
import type { LinkEdge } from '../LinkLine'
import { litLinks } from '../lit-links'

/** What links show, as React Flow edges. `dropTarget` is the id of the one that something is held over. */
export function useLinks(layout: Layout, { report, selection, issues }: Snapshot, dropTarget: string | null): LinkEdge[] {
  const { t } = useTranslation()
  return useMemo(() => {
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
  }, [layout, selection, report, issues, dropTarget, t])
}
