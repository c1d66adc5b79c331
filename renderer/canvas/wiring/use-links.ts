import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { shapeText } from '../../app/format'
import { type Layout, linkId } from '../../layout'
import type { Snapshot } from '../../session'
import type { LinkEdge } from '../LinkLine'
import { litLinks } from '../lit-links'
import { useKeeper } from '../use-kept'
import { outputOf } from './ports'

export interface LinkMarks {
  /** The links that what is held would come to stand in, by id. */
  readonly drops: ReadonlySet<string>
  /** The link that keys mean. */
  readonly chosen: string | null
}

/** What links show, as React Flow edges. Those of selected cards, and the chosen one, are on Tab’s way. */
export function useLinks(layout: Layout, { report, selection, issues }: Snapshot, { drops, chosen }: LinkMarks): LinkEdge[] {
  const { t } = useTranslation()
  const keep = useKeeper<LinkEdge>()
  const links = useMemo(() => {
    const selected = new Set(layout.nodes.filter(({ rowId }) => selection.includes(rowId)).map(({ i }) => i))
    const lit = litLinks(layout.edges, selected)
    const bad = new Set(
      issues.flatMap(({ where }) => (where.row !== undefined && where.edge !== undefined ? [`${where.edge} ${where.row}`] : [])),
    )
    const all = layout.edges.map((edge, k): LinkEdge => {
      const shape = shapeText(report.rows[edge.from]!.out) ?? t('canvas.noShape')
      const id = linkId(edge)
      return {
        id,
        type: 'link',
        source: layout.nodes[edge.from]!.rowId,
        target: layout.nodes[edge.to]!.rowId,
        sourceHandle: outputOf(layout.nodes[edge.from]!, edge),
        targetHandle: String(edge.slot),
        data: {
          edge,
          ends: [layout.nodes[edge.from]!, layout.nodes[edge.to]!],
          shape,
          light: lit[k]!,
          isBad: bad.has(`${edge.from} ${edge.to}`),
          isDropTarget: false,
        },
        ariaLabel: t('canvas.edge', { from: edge.from, to: edge.to, shape }),
        selected: id === chosen,
        focusable: lit[k] === 'near' || id === chosen,
      }
    })
    return keep(all)
  }, [layout, selection, report, issues, chosen, t, keep])
  // The others stay as they are, so that only these are drawn again while something is held over the picture.
  return useMemo(
    () =>
      drops.size === 0
        ? links
        : links.map((link) => (drops.has(link.id) ? { ...link, data: { ...link.data!, isDropTarget: true } } : link)),
    [links, drops],
  )
}
