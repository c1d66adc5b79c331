import { endOfLine, lineBreakOf, startOfLine } from '../../yaml/layout'
import { appendItem, removeItems } from '../../yaml/list-items'
import { linesOf, removeEntries } from '../../yaml/map-entries'
import { defaultStyle, printValue, says } from '../../yaml/print'
import type { Change } from '../../yaml/splices'
import { headerEntry } from '../header'
import type { EditLabel } from '../label'
import type { Cell, CellEntry, Document, NewValue, YamlScalar } from '../types'
import { finish, refuse, type CommandResult } from './result'

/**
 * Sets a value outside the rows by its path of keys: `['nc']`, `['scales', 'n', 0]`, `['graft', 'nodes', 15, 'at']`;
 * a number in a list is a position. Keys that are missing are added, `undefined` takes the last key of the path away, and
 * with it the mappings that become empty. Issues: `edit.key`, `edit.shared`, `edit.layout`.
 */
export function setHeader(document: Document, path: readonly YamlScalar[], value: NewValue | undefined): CommandResult {
  const [key, ...rest] = path
  const label: EditLabel = { key: value === undefined ? 'removeHeader' : 'setHeader', values: { path: path.join('.') } }
  if (key === undefined || document.sections.some(({ name }) => name === key))
    return refuse('edit.key', `${String(key)} is no value that can be set.`)
  const entry = headerEntry(document, key)
  if (!entry) {
    if (value === undefined) return refuse('edit.key', `The file has no key ${String(key)}.`)
    const added = addTopLevel(document, key, nest(rest, value))
    return added
      ? finish(document, label, { changes: [added], reread: 'all' })
      : refuse('edit.layout', `${String(key)} cannot be added to this file.`)
  }
  const base = document.headerStarts[document.header.indexOf(entry)]!
  const trail: { map: Cell; k: number }[] = []
  let cell = entry.cell
  for (const [depth, step] of rest.entries()) {
    if (cell.style === 'alias') return refuse('edit.shared', `${path.join('.')} is written through an alias.`)
    const next = stepInto(cell, step)
    if (!next) {
      const isNext = cell.items !== undefined && step === cell.items.length
      if (value === undefined || (cell.items && !isNext) || (cell.value !== null && !cell.entries && !isNext))
        return refuse('edit.key', `The file has no ${path.join('.')}.`)
      if (cell.isAnchored) return refuse('edit.shared', `${path.join('.')} is used through an alias.`)
      const inner = nest(rest.slice(depth + 1), value)
      const change = isNext
        ? appendItem(document.text, base, cell, inner)
        : addEntry(document.text, base, cell, step, inner, key === 'graft')
      return finish(document, label, { changes: [change], reread: 'all' })
    }
    trail.push({ map: cell, k: next.k })
    cell = next.cell
  }
  if (cell.isAnchored) return refuse('edit.shared', `${path.join('.')} is used through an alias.`)
  if (value !== undefined) {
    if (says(cell, value)) return finish(document, label, { changes: [] })
    const inserted = `${cell.style === 'missing' ? ' ' : ''}${printValue(value, cellStyle(cell))}`
    const at = cell.style === 'missing' ? document.text.indexOf(':', base + cell.range[0]) + 1 : base + cell.range[0]
    return finish(document, label, {
      changes: [{ range: [at, cell.style === 'missing' ? at : base + cell.range[1]], inserted }],
      // A value of more than one line may end where its entry does.
      reread: cell.style === 'missing' || /[\r\n]/.test(cell.text) ? 'all' : 'rows',
    })
  }
  const isAlone = ({ map }: { map: Cell }) => (map.entries ?? map.items)?.length === 1
  while (trail.length > 0 && isAlone(trail.at(-1)!)) trail.pop()
  const last = trail.at(-1)
  if (last && !last.map.entries && !last.map.items?.[last.k]?.entries)
    return refuse('edit.key', `${path.join('.')} is an element of a list and cannot be removed alone.`)
  const removed = last?.map.entries ? removeEntries : removeItems
  const changes = last ? removed(document.text, base, last.map, [last.k]) : removeTopLevel(document, base, entry.text)
  return changes
    ? finish(document, label, { changes, reread: 'all' })
    : refuse('edit.layout', `${String(key)} cannot be removed from this file.`)
}

function stepInto(cell: Cell, step: YamlScalar): { cell: Cell; k: number } | null {
  if (cell.items) {
    const item = typeof step === 'number' ? cell.items[step] : undefined
    return item ? { cell: item, k: step as number } : null
  }
  const k = cell.entries?.findLastIndex((entry) => entry.key.value === step) ?? -1
  return k < 0 ? null : { cell: cell.entries![k]!.value, k }
}

/** The value under the keys that are still missing. */
function nest(keys: readonly YamlScalar[], value: NewValue): NewValue {
  return keys.reduceRight<NewValue>((inner, key) => new Map([[key, inner]]) as never, value)
}

/** Texts keep the quotes the value had. */
function cellStyle(cell: Cell) {
  return { ...defaultStyle, quote: cell.style === 'double' ? ('"' as const) : cell.style === 'single' ? ("'" as const) : ('' as const) }
}

function addEntry(text: string, base: number, map: Cell, key: YamlScalar, value: NewValue, isGraft: boolean): Change {
  const printed = `${printValue(key, defaultStyle)}: ${printValue(value, defaultStyle)}`
  const last = map.entries?.at(-1)
  if (!last) {
    // An empty mapping, or a key without a value.
    const isMissing = map.style === 'missing'
    const at = isMissing ? text.indexOf(':', base + map.range[0]) + 1 : base + map.range[0]
    return { range: [at, isMissing ? at : base + map.range[1]], inserted: `${isMissing ? ' ' : ''}{ ${printed} }` }
  }
  const end = base + endOf(last)
  if (map.style === 'flow') return { range: [end, end], inserted: `, ${printed}` }
  const keyStart = base + map.entries![0]!.key.range[0]
  const indent = ' '.repeat(keyStart - startOfLine(text, keyStart))
  const lineEnd = last.value.style === 'block-text' ? end : endOfLine(text, end)
  const lines = isGraft ? printPart(key, value, indent) : [indent + printed]
  return { range: [lineEnd, lineEnd], inserted: lines.map((line) => lineBreakOf(text) + line).join('') }
}

/** A new top-level key stands after the entries before the first list of rows; `graft` at the end of the file. */
function addTopLevel(document: Document, key: YamlScalar, value: NewValue): Change | null {
  const { text, header, headerStarts } = document
  if (document.isEntangled && /^\s*\{/.test(text)) return null
  const lineBreak = lineBreakOf(text)
  const printed = key === 'graft' ? printGraft(value, lineBreak) : `${printValue(key, defaultStyle)}: ${printValue(value, defaultStyle)}`
  if (key === 'graft') {
    const isEnded = text === '' || /[\r\n]$/.test(text)
    return { range: [text.length, text.length], inserted: isEnded ? printed + lineBreak : lineBreak + printed }
  }
  const firstSection = /^(?:backbone|head)[ ]*:/m.exec(text)?.index ?? text.length
  const before = header.flatMap((entry, i) => (headerStarts[i]! < firstSection ? [headerStarts[i]! + entry.text.length] : []))
  if (before.length > 0) {
    const [, end] = linesOf(text, Math.max(...before), Math.max(...before))
    return { range: [end, end], inserted: (/[\r\n]$/.test(text.slice(0, end)) ? '' : lineBreak) + printed + lineBreak }
  }
  return { range: [firstSection, firstSection], inserted: printed + lineBreak }
}

/** The `graft:` key with one line a part and one flow line a node or group. */
function printGraft(value: NewValue, lineBreak: string): string {
  if (!isMap(value)) return `graft: ${printValue(value, defaultStyle)}`
  return ['graft:', ...entriesOf(value).flatMap(([name, part]) => printPart(name, part, '  '))].join(lineBreak)
}

const entriesOf = (map: NewValue) => (map instanceof Map ? [...map] : Object.entries(map as object)) as [YamlScalar, NewValue][]
const isMap = (value: NewValue) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** One part of the `graft:` key: nodes and groups stand one below the other. */
function printPart(name: YamlScalar, part: NewValue, indent: string): string[] {
  const print = (value: NewValue) => printValue(value, defaultStyle)
  if (name === 'nodes' && isMap(part)) return [`${indent}nodes:`, ...entriesOf(part).map(([i, node]) => `${indent}  ${i}: ${print(node)}`)]
  if (name === 'groups' && Array.isArray(part))
    return [`${indent}groups:`, ...(part as readonly NewValue[]).map((group) => `${indent}  - ${print(group)}`)]
  return [`${indent}${print(name)}: ${print(part)}`]
}

function removeTopLevel(document: Document, start: number, entryText: string): Change[] | null {
  const { text } = document
  if (text.slice(startOfLine(text, start), start).replace('\uFEFF', '') !== '') return null
  const [, end] = linesOf(text, start, start + entryText.length)
  return [{ range: [start, end], inserted: '' }]
}

function endOf({ key, value }: CellEntry): number {
  return Math.max(key.range[1], value.range[1])
}
