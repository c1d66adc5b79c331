/** What the text editor says of a row, of one of its cells, and of a scale, as paragraphs of markdown. */
import { analyze } from '../../graph-core/analysis'
import { type Cell, fromCells, sourceOf } from '../../graph-core/document'
import { count, rowName, shapeText, short } from '../app/format'
import { channelArithmetic } from '../inspector/channel-arithmetic'
import { type Session, headerOf, rowArguments } from '../session'
import { blockText, definitionHere, parameterText } from './block-text'
import type { Speech } from './speech'

/** What a row reads and gives, how its channels come about, what it costs and is for. */
export function rowFacts(session: Session, i: number, speech: Speech): string[] {
  const { document, report } = session.getSnapshot()
  const row = report.rows[i]!
  const shapes = fromCells(document.rows[i]!).map((cell) => sourceShape(session, sourceOf(i, cell)))
  const head = `**#${i} ${row.module}** \u2002${shapes.join(', ')} → ${shapeText(row.out) ?? '?'}`
  return [head, costs(session, i, speech), ...arithmetic(session, i), blockText(definitionHere(session, row.module), speech)].filter(
    (each) => each !== '',
  )
}

function sourceShape(session: Session, source: number | null): string {
  const { document, report } = session.getSnapshot()
  if (source === null) return '?'
  if (source < 0) return [headerOf(document, report).ch, ...report.imgsz].join('×')
  return shapeText(report.rows[source]?.out ?? null) ?? '?'
}

function costs(session: Session, i: number, { t }: Speech): string {
  const { totals, rows } = session.getSnapshot().report
  const { status, params, macs, n } = rows[i]!
  if (status !== 'ok') return ''
  const share = (part: number, all: number) => `${((100 * part) / Math.max(1, all)).toFixed(1)} %`
  return [
    ...(n > 1 ? [`×${n}`] : []),
    `${count(params)} ${t('bar.params')} (${share(params, totals.params)})`,
    `${short(macs)} MACs (${share(macs, totals.macs)})`,
  ].join(' · ')
}

function arithmetic(session: Session, i: number): string[] {
  const { document, report } = session.getSnapshot()
  return rowArguments(document, report, session.library, i).flatMap(({ name, role, cell }) =>
    role.kind === 'channels' && role.scaled === true && typeof cell?.value === 'number'
      ? [`${name}: \`${channelArithmetic(document, report, cell.value)}\``]
      : [],
  )
}

/** What one cell of a row says, for the cell at an offset of the session's text; undefined where the row as a whole says more. */
export function cellFacts(session: Session, i: number, offset: number, { t }: Speech): string | undefined {
  const { document, report } = session.getSnapshot()
  const start = document.starts[i]!
  const isAt = (cell: Cell | undefined) => cell !== undefined && offset >= start + cell.range[0] && offset < start + cell.range[1]
  const from = fromCells(document.rows[i]!).find(isAt)
  const source = from === undefined ? null : sourceOf(i, from)
  if (source !== null) {
    const name = source < 0 ? t('inspector.image') : rowName(report, source)
    return `${from!.text} = **${name}** · ${sourceShape(session, source)}`
  }
  const argument = rowArguments(document, report, session.library, i).find(({ cell }) => isAt(cell))
  return argument && `\`${parameterText(argument)}\` · ${argument.role.expected}`
}

/** The totals at a scale. */
export function scaleFacts(session: Session, scale: string, { t }: Speech): string {
  const { document, report } = session.getSnapshot()
  const { layers, params, gflops } = analyze(document, session.library, { scale, imgsz: report.imgsz, target: report.target }).totals
  return [
    `**${scale}** \u2002${count(layers)} ${t('bar.layers')}`,
    `${count(params)} ${t('bar.params')}`,
    ...(gflops === null ? [] : [`${gflops.toFixed(1)} ${t('bar.gflops')}`]),
  ].join(' · ')
}
