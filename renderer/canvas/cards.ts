/** What cards show, as React Flow nodes. */
import type { Node } from '@xyflow/react'
import { moduleName, mutedRow } from '../../graph-core/document'
import type { Library } from '../../graph-core/symbolic'
import { type Category, cardArguments, categoryOfRow } from '../app/category'
import { shapeText } from '../app/format'
import type { Said } from '../app/issue-text'
import { type Mark, marksOf } from '../compare/marks'
import { type LaidNode, nodeTitles, sourcesOfReport } from '../layout'
import { type Snapshot, rowArguments } from '../session'
import { type Port, handlesOf } from './wiring/ports'

export interface CardData extends Record<string, unknown> {
  readonly i: number
  readonly module: string
  /** The block that is muted; `module` is its name then. */
  readonly isMuted: boolean
  readonly title: string | undefined
  readonly category: Category
  readonly arguments: string
  readonly shape: string | null
  readonly hasFailed: boolean
  /** The row's first error. */
  readonly error: Said | undefined
  readonly slots: number
  /** What is different from the model it is compared with. */
  readonly mark: Mark | undefined
  /** Of a head: where links arrive, from the top of the card, and what they bring. */
  readonly ports: readonly { readonly y: number; readonly text: string }[]
  /** Where wires touch the card. */
  readonly wires: readonly Port[]
}

export type CardNode = Node<CardData, 'row' | 'head'>

type Shown = Pick<Snapshot, 'document' | 'report' | 'layout' | 'issues' | 'comparedTo'>

/** One node a row, none of them selected. `ports`: those of every card. */
export function cardNodes(library: Library, shown: Shown, ports: readonly (readonly Port[])[]): CardNode[] {
  const titles = nodeTitles(shown.document)
  const marks = marksOf(shown)
  return shown.layout.nodes.map((node) => ({
    id: node.rowId,
    type: node.isHead ? 'head' : 'row',
    position: { x: node.x, y: node.y },
    width: node.width,
    height: node.height,
    measured: { width: node.width, height: node.height },
    handles: handlesOf(ports[node.i]!),
    domAttributes: { tabIndex: -1 },
    data: cardData(library, shown, node, titles.get(node.rowId), marks.get(node.i), ports[node.i]!),
  }))
}

function cardData(
  library: Library,
  { document, report, layout, issues }: Shown,
  { i, y, height, isHead }: LaidNode,
  title: string | undefined,
  mark: Mark | undefined,
  wires: readonly Port[],
): CardData {
  const row = report.rows[i]!
  const sources = sourcesOfReport(row)
  const muted = mutedRow(document, i)
  const name = muted === null ? row.module : moduleName(muted.row)
  return {
    i,
    module: name.replace(/^(torch\.)?nn\./, ''),
    isMuted: muted !== null,
    title,
    category: categoryOfRow(library, report, name),
    arguments: cardArguments(rowArguments(document, report, library, i), row.args, row.n),
    shape: shapeText(row.out),
    hasFailed: row.status === 'failed',
    error: errorOf(issues, i),
    slots: sources.length,
    mark,
    wires,
    ports: isHead
      ? withRoom(
          height,
          layout.edges
            .filter(({ to }) => to === i)
            .map(({ points, from }) => ({ y: points.at(-1)![1] - y, text: mapText(report.rows[from]!.out) })),
        )
      : [],
  }
}

/** Without its place in the text, which moves while cards stay as they are. */
function errorOf(issues: Shown['issues'], i: number): Said | undefined {
  const found = issues.find(({ where, severity }) => where.row === i && severity === 'error')
  return found && { code: found.code, message: found.message, cure: found.cure }
}

/** Where a head's name and shape stand, at its top and bottom, and the height of a line between them. */
const [nameHeight, shapeHeight, lineHeight] = [28, 26, 14]

/** What can be said where links arrive without standing on something else: a head that reads maps of one level is low. */
function withRoom(height: number, ports: CardData['ports']): CardData['ports'] {
  let free = nameHeight
  return [...ports]
    .sort((a, b) => a.y - b.y)
    .filter(({ y }) => {
      const fits = y >= free && y <= height - shapeHeight
      if (fits) free = y + lineHeight
      return fits
    })
}

/** `80×80` of `64×80×80`. */
const mapText = (out: Parameters<typeof shapeText>[0]) => shapeText(out)?.split('×').slice(1).join('×') ?? ''
