import type { Cell, Document, FloatValue, NewRow, NewValue, Row } from '../document/types'
import { resolvePlain } from './scalars'

/** How a row is written: taken from a neighbour, so that a new row looks as if its author had typed it. */
export interface RowStyle {
  /** `block` is a row whose cells stand on lines of their own. */
  readonly layout: 'flow' | 'block'
  readonly isArgsFlow: boolean
  readonly comma: string
  readonly padding: string
  /** The quotes names stand in, as in JSON; none where names are plain. */
  readonly quote: '' | "'" | '"'
  /** How texts are written elsewhere in the file: `nearest` as `'nearest'`. */
  readonly written: ReadonlyMap<string, string>
}

/** The style of a row, with the spelling of texts from the whole document. */
export function styleOf(document: Document, row: Row | undefined): RowStyle {
  const text = row?.cell.text ?? ''
  const written = new Map<string, string>()
  for (const each of document.rows)
    for (const arg of each.args)
      if (typeof arg.value === 'string' && (arg.style === 'single' || arg.style === 'double')) written.set(arg.value, arg.text)
  const style = row?.module.style
  return {
    layout: row?.cell.style === 'block' ? 'block' : 'flow',
    isArgsFlow: row?.argsCell.style !== 'block',
    comma: /,( *)\S/.exec(text)?.[1] === '' ? ',' : ', ',
    padding: /^\[ /.test(text) ? ' ' : '',
    quote: style === 'double' ? '"' : style === 'single' ? "'" : '',
    written,
  }
}

export const defaultStyle: RowStyle = { layout: 'flow', isArgsFlow: true, comma: ', ', padding: '', quote: '', written: new Map() }

/** A float that is written with a point although it is whole. */
export function float(value: number): FloatValue {
  return { float: value }
}

/** A row in a style. `indent` is the column the row starts at, for rows over several lines. */
export function printRow(
  { from = -1, repeats = 1, module, args = [] }: NewRow,
  style: RowStyle,
  indent: number,
  lineBreak: string,
): string {
  if (style.layout === 'flow') return printValue([from, repeats, module, args], style)
  const cells = [from, repeats, module].map((value) => printValue(value, style))
  const isListed = !style.isArgsFlow && args.length > 0
  const pad = ' '.repeat(indent)
  cells.push(isListed ? args.map((value) => `- ${printValue(value, style)}`).join(`${lineBreak}${pad}  `) : printValue(args, style))
  return cells.map((cell) => `- ${cell}`).join(lineBreak + pad)
}

/** A value on one line, so that PyYAML reads it back. */
export function printValue(value: NewValue, style: RowStyle): string {
  if (typeof value === 'string') return printString(value, style)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return printNumber(value)
  if (isFloat(value)) return printFloat(value.float)
  if (isList(value)) {
    const padding = value.length > 0 ? style.padding : ''
    return `[${padding}${value.map((each) => printValue(each, style)).join(style.comma)}${padding}]`
  }
  const entries: [NewValue, NewValue][] = value instanceof Map ? [...(value as ReadonlyMap<NewValue, NewValue>)] : Object.entries(value)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, each]) => `${printValue(key, style)}: ${printValue(each, style)}`).join(', ')} }`
}

/** Text in the quotes it needs, in those it has elsewhere in the file, or in none. */
export function printString(value: string, style: RowStyle): string {
  const known = style.written.get(value)
  if (known !== undefined) return known
  if (style.quote === '' && isPlainSafe(value)) return value
  if (/[^\x20-\x7E\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/.test(value)) return JSON.stringify(value).replaceAll('\x7f', '\\x7f')
  return style.quote === '"' ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`
}

/** Reads back as the same text without quotes, wherever a value may stand. */
function isPlainSafe(value: string): boolean {
  if (!/^[\w./()@$^~=;<>*+ -]+$/u.test(value) || /^[ @*>~=-]|[ ]$/.test(value) || value.includes(' #') || value === '<<') return false
  const { value: read, trouble } = resolvePlain(value)
  return read === value && trouble === undefined
}

function printNumber(value: number): string {
  return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : printFloat(value)
}

/** PyYAML's float needs a point, and a sign in its exponent. */
function printFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const text = Object.is(value, -0) ? '-0' : String(value)
  if (text.includes('e')) {
    const [digits, exponent] = text.split('e') as [string, string]
    return `${digits.includes('.') ? digits : `${digits}.0`}e${exponent}`
  }
  return text.includes('.') ? text : `${text}.0`
}

function isFloat(value: object): value is FloatValue {
  return 'float' in value && Object.keys(value).length === 1
}

function isList(value: object): value is readonly NewValue[] {
  return Array.isArray(value)
}

/** True when a cell already says what would be written, so that its spelling can stay. */
export function says(cell: Cell, value: NewValue): boolean {
  if (cell.items)
    return Array.isArray(value) && value.length === cell.items.length && cell.items.every((item, i) => says(item, value[i] as NewValue))
  if (cell.entries || typeof value === 'object') {
    if (value !== null && typeof value === 'object' && isFloat(value)) return cell.isFloat && Object.is(cell.value, value.float)
    return value === null && cell.value === null && !cell.entries && cell.style !== 'missing'
  }
  if (typeof value === 'number') return Object.is(cell.value, value) && !(cell.isFloat && Number.isSafeInteger(value))
  return cell.value === value
}
