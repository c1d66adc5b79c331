/**
 * An inside as SVG. Cards carry their own ground and lines are a middle grey, so that the picture can be read on a light and on a dark
 * page, whatever the page tells the picture of its colours.
 */
import { labelOf } from './label'
import type { Inside } from './inside'
import { type PlacedEdge, type PlacedInside, type PlacedNode, placeInside } from './layout'
import { softLine } from './line'

const style = `
text{font-family:ui-sans-serif,system-ui,sans-serif;text-anchor:middle;fill:#1f2328}
.t{font-size:12px;font-weight:600}
.d{font-size:10px;fill:#57606a}
rect{fill:#fff;stroke:#8c959f}
.module rect{fill:#ddf4ff;stroke:#54aeff}
.tensor rect{fill:#fff8c5;stroke:#d4a72c}
.input rect,.output rect{fill:#dafbe1;stroke:#4ac26b}
path{fill:none;stroke:#8c959f;stroke-width:1.5}
marker path{fill:#8c959f;stroke:none}
@media(prefers-color-scheme:dark){
text{fill:#e6edf3}.d{fill:#9198a1}rect{fill:#21262d;stroke:#6e7681}
.module rect{fill:#0c2d4d;stroke:#388bfd}.tensor rect{fill:#3b2e06;stroke:#bb8009}.input rect,.output rect{fill:#0f3a1d;stroke:#2ea043}
}`

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

function card({ node, x, y, width, height }: PlacedNode): string {
  const { title, detail } = labelOf(node)
  const corner = node.kind === 'module' ? 6 : height / 2
  const rect = `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="${corner}"/>`
  const words = `<text class="t" x="${x}" y="${y - 2}">${escaped(title)}</text><text class="d" x="${x}" y="${y + 11}">${escaped(detail)}</text>`
  return `<g class="${node.kind}">${rect}${words}</g>`
}

function line({ edge, points }: PlacedEdge): string {
  return `<path d="${softLine(points)}" marker-end="url(#a)"><title>${edge.shape.join('×')}</title></path>`
}

/** The picture of an inside under a title that screen readers say. */
export function drawInside(inside: Inside, title: string): string {
  const placed: PlacedInside = placeInside(inside)
  const marker =
    '<marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${placed.width}" height="${placed.height}" viewBox="0 0 ${placed.width} ${placed.height}" role="img">`,
    `<title>${escaped(title)}</title><style>${style}</style><defs>${marker}</defs>`,
    ...placed.edges.map(line),
    ...placed.nodes.map(card),
    '</svg>',
    '',
  ].join('\n')
}
