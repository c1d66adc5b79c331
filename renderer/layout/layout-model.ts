/** The picture papers use, as a pure function of a report: levels are lanes, sweeps stand side by side, the head at the right. */
import { type Columns, columnsOf } from './columns'
import { endsInHead, levelsOf, sourcesOfReport } from './levels'
import { card, channelHeight, headWidth, laneGap, lanePadding, trackPitch } from './measures'
import { type Link, planLinks, routeLinks } from './route'
import type { Lane, LaidNode, Layout, LayoutOptions, Pictured } from './types'

/** Lays a model out: the same report and options always give the same picture. */
export function layoutModel(report: Pictured, options: LayoutOptions = {}): Layout {
  const { rows } = report
  const levels = levelsOf(report, options.levels)
  const hasHead = endsInHead(report)
  const placed = hasHead ? levels.slice(0, -1) : levels
  const columns = columnsOf(placed)
  const shown = [...new Set(placed)].sort((a, b) => a - b)
  const laneOf = new Map(shown.map((level, lane) => [level, lane]))
  const lane = placed.map((level) => laneOf.get(level)!)
  const links = linksOf(report)
  const plan = planLinks(links, { lane, columns, head: hasHead ? rows.length - 1 : null })

  const lanes = stackLanes(shown, plan.channels)
  const nodes = rows.map((row, i): LaidNode => {
    const isHead = hasHead && i === rows.length - 1
    const at = options.at?.get(row.id)
    const box = isHead ? headBox(links, lane, lanes, columns) : cardBox(lanes[lane[i]!]!, columns.x[columns.ofRow[i]!]!)
    const place = at === undefined ? {} : { x: at[0], y: at[1] }
    return { rowId: row.id, i, ...box, ...place, isHead, isMoved: at !== undefined }
  })
  const edges = routeLinks(plan, nodes, lanes, columns)
  return { nodes, lanes, edges, bounds: boundsOf(nodes, lanes) }
}

/** Every link between two rows. */
function linksOf({ rows }: Pictured): Link[] {
  return rows.flatMap((row) => sourcesOfReport(row).flatMap((from, slot) => (from === null || from < 0 ? [] : [{ from, to: row.i, slot }])))
}

function stackLanes(levels: readonly number[], channels: readonly number[]): Lane[] {
  const lanes: Lane[] = []
  let y = 0
  for (const [k, level] of levels.entries()) {
    const height = Math.min(channelHeight, channels[k]! * trackPitch) + lanePadding.top + card.height + lanePadding.bottom
    lanes.push({ level, stride: 2 ** level, y, height, label: `P${level}` })
    y += height + laneGap
  }
  return lanes
}

const cardTop = (lane: Lane) => lane.y + lane.height - lanePadding.bottom - card.height

function cardBox(lane: Lane, x: number) {
  return { x, y: cardTop(lane), ...card, lane: lane.level }
}

/** From the first to the last lane that the last row reads. */
function headBox(links: readonly Link[], lane: readonly number[], lanes: readonly Lane[], columns: Columns) {
  const read = links.filter(({ to }) => to === lane.length).map(({ from }) => lane[from]!)
  const [first, last] = [lanes[Math.min(...read)]!, lanes[Math.max(...read)]!]
  const y = cardTop(first)
  return { x: columns.x.at(-1)!, y, width: headWidth, height: cardTop(last) + card.height - y, lane: first.level }
}

function boundsOf(nodes: readonly LaidNode[], lanes: readonly Lane[]): Layout['bounds'] {
  const last = lanes.at(-1)
  const x = Math.min(0, ...nodes.map((n) => n.x))
  const y = Math.min(0, ...nodes.map((n) => n.y))
  const right = Math.max(0, ...nodes.map((n) => n.x + n.width))
  const bottom = Math.max(last === undefined ? 0 : last.y + last.height, ...nodes.map((n) => n.y + n.height))
  return { x, y, width: right - x, height: bottom - y }
}
