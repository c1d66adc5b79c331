/** A model drawn small: the canvas's own layout without its words. */
import { analyze } from '../../graph-core/analysis'
import { compareDocuments, compareTotals } from '../../graph-core/compare'
import { type Document, moduleName } from '../../graph-core/document'
import type { Library } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import { categoryOfRow } from '../app/category'
import { layoutModel, movedNodes, svgPath } from '../layout'
import { definitionOf } from '../session'
import type { Graft, ModelText, Picture } from './question'

/** The picture of a model at the scale its name says, with the rows that `stock` lacks marked. */
export function drawModel(library: Library, model: ModelText, stock?: ModelText): Picture {
  const document = read(model)
  const report = analyze(document, library)
  const { nodes, lanes, edges, bounds } = layoutModel(report, { at: movedNodes(document) })
  const added = new Set(stock === undefined ? [] : addedRows(read(stock), document))
  const graft = (): Graft | undefined => {
    if (stock === undefined) return undefined
    const before = analyze(read(stock), library, { target: report.target, ...(report.scale === '' ? {} : { scale: report.scale }) })
    const sources = [...added].map((i) => {
      const definition = definitionOf(library, report, moduleName(document.rows[i]!))
      return definition?.kind === 'block' ? definition.about?.source : undefined
    })
    const papers = [...new Set(sources)].filter((source) => source !== undefined)
    return { difference: compareTotals(before.totals, report.totals), rows: added.size, papers }
  }
  const [left, top] = [Math.round(bounds.x), Math.round(bounds.y)]
  return {
    width: Math.round(bounds.width),
    height: Math.round(bounds.height),
    lanes: lanes.map(({ y, height }) => ({ y: Math.round(y) - top, height: Math.round(height) })),
    cards: nodes.map(({ i, x, y, width, height }) => ({
      x: Math.round(x) - left,
      y: Math.round(y) - top,
      width,
      height,
      category: categoryOfRow(library, report, report.rows[i]!.module),
      isNew: added.has(i),
    })),
    links: edges
      .map((edge) => svgPath({ ...edge, points: edge.points.map(([x, y]) => [Math.round(x) - left, Math.round(y) - top]) }))
      .join(''),
    totals: report.totals,
    graft: graft(),
  }
}

const read = ({ name, text }: ModelText) => readDocument(text, { path: name })

const addedRows = (before: Document, after: Document) =>
  compareDocuments(before, after).rows.flatMap((row) => (row.kind === 'added' ? [row.after!] : []))
