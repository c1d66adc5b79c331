/**
 * A model's picture as small SVG markup: bands, links and cards without words. It names colours by the variables of
 * `theme.css`, so one string is right in both themes; strokes keep their width at any size.
 */
import { svgPath } from './path'
import type { Layout } from './types'

export interface ThumbnailOptions {
  /** Rows that are drawn with a border, such as those that a recipe adds. */
  readonly marked?: ReadonlySet<number>
}

/** The markup of one picture. `categories` names a category for each row, as `--category-…` has them. */
export function thumbnail(layout: Layout, categories: readonly string[], { marked = new Set() }: ThumbnailOptions = {}): string {
  const { x, y, width, height } = layout.bounds
  const bands = layout.lanes.map((lane) => rect(x, lane.y, width, lane.height, 'fill="var(--lane)"'))
  const links = layout.edges.map(svgPath).join('')
  const cards = layout.nodes.map((node) => {
    const colour = `var(--category-${categories[node.i] ?? 'other'})`
    const border = marked.has(node.i) ? ' stroke="var(--text)" stroke-width="2" vector-effect="non-scaling-stroke"' : ''
    return rect(node.x, node.y, node.width, node.height, `fill="${colour}"${border}`)
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[x, y, width, height].map(Math.round).join(' ')}" aria-hidden="true">` +
    bands.join('') +
    (links === '' ? '' : `<path d="${links}" fill="none" stroke="var(--link)" vector-effect="non-scaling-stroke"/>`) +
    `${cards.join('')}</svg>`
  )
}

const rect = (x: number, y: number, width: number, height: number, look: string) =>
  `<rect x="${Math.round(x)}" y="${Math.round(y)}" width="${Math.round(width)}" height="${Math.round(height)}" rx="10" ${look}/>`
