import { isAlias, isPair, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { IssueCode } from '../issues/issue'
import type { Cell, CellEntry, OffsetRange, Problem, YamlMap, YamlScalar, YamlValue } from '../document/types'
import { limits } from './limits'
import { resolvePlain } from './scalars'

/**
 * From the library's nodes to cells. The library is asked for structure and ranges only (its failsafe schema reads every
 * scalar as a string); values, tags, aliases and merge keys are resolved here, by PyYAML's rules and within bounds.
 */
export interface CellReader {
  /** Reads a node; ranges of the cell and of its problems count from `base`. */
  read(node: unknown, base: number, emptyAt: number): Cell
  /** Reads an item of a list, which may be a pair, `[a: 1]`; ranges count from `base`. */
  readItem(node: unknown, base: number): Cell
  /** The text of a range that counts from the `base` last read with. */
  textAt(range: OffsetRange): string
  /** Problems met since the last call. */
  takeProblems(): Problem[]
  readonly hasAnchors: boolean
}

export function createCellReader(text: string): CellReader {
  const anchors = new Map<string, Cell>()
  const open = new Set<string>()
  let problems: Problem[] = []
  let aliased = 0
  let hasAnchors = false
  /** Where the row or entry being read begins; every range counts from here. */
  let base = 0

  const textAt = ([start, end]: OffsetRange) => text.slice(start + base, end + base)
  const report = (code: IssueCode, range: OffsetRange, message: string) => void problems.push({ code, range, message })

  function read(node: unknown, emptyAt: number, depth = 0): Cell {
    const range = rangeOf(node as Node | null, emptyAt, base)
    if (node == null) return missingCell(range)
    if (depth > limits.depth) {
      report('yaml.depth', range, `Lists are nested more than ${limits.depth} deep.`)
      return { ...missingCell(range), style: 'flow' }
    }
    if (isAlias(node)) return readAlias(node.source, range)
    const anchor = (node as Scalar).anchor
    if (anchor) {
      hasAnchors = true
      open.add(anchor)
    }
    const cell = readUntagged(node as Node, range, depth)
    if (!anchor) return cell
    open.delete(anchor)
    const anchored = { ...cell, isAnchored: true }
    anchors.set(anchor, anchored)
    return anchored
  }

  function readUntagged(node: Node, range: OffsetRange, depth: number): Cell {
    if (isScalar(node)) return readScalar(node, range)
    const style = (node as YAMLMap).flow ? 'flow' : 'block'
    if (node.tag && !/^tag:yaml.org,2002:(?:seq|map)$/.test(node.tag))
      report('yaml.tag', range, `The tag ${node.tag} is not read from model files.`)
    if (isSeq(node)) {
      const items = node.items.map((item) => readItem(item, range, depth))
      const end = style === 'block' ? endOf(items, range) : range
      return { ...found(end, style), value: items.map((item) => item.value), items, isAnchored: items.some((item) => item.isAnchored) }
    }
    const entries = (node as YAMLMap).items.map((pair) => readEntry(pair, range, depth))
    const end =
      style === 'block'
        ? endOf(
            entries.map((entry) => entry.value),
            range,
          )
        : range
    const isAnchored = entries.some((entry) => entry.key.isAnchored || entry.value.isAnchored)
    return { ...found(end, style), value: readMap(entries), entries, isAnchored }

    function found([start, stop]: OffsetRange, style: Cell['style']): Cell {
      return { value: null, text: textAt([start, stop]), range: [start, stop], style, isFloat: false, isAnchored: false }
    }
  }

  /** A pair inside a flow list, `[a: 1]`, is a mapping of one entry. */
  function readItem(item: unknown, [start]: OffsetRange, depth: number): Cell {
    if (!isPair(item)) return read(item, start + base, depth + 1)
    const entry = readEntry(item, [start, start], depth + 1)
    const range: OffsetRange = [entry.key.range[0], entry.value.range[1]]
    return { ...missingCell(range), text: textAt(range), style: 'flow', value: readMap([entry]), entries: [entry] }
  }

  function readEntry(pair: Pair<unknown, unknown>, [start]: OffsetRange, depth: number): CellEntry {
    const key = read(pair.key, start + base, depth + 1)
    const value = read(pair.value, key.range[1] + base, depth + 1)
    return { key, value }
  }

  function readMap(entries: readonly CellEntry[]): YamlMap {
    const own = new Map<YamlScalar, YamlValue>()
    const merged = new Map<YamlScalar, YamlValue>()
    for (const { key, value } of entries) {
      if (isMergeKey(key)) {
        if (!mergeInto(merged, value.value)) report('yaml.merge', value.range, 'A merge key takes a mapping or a list of mappings.')
      } else if (key.items || key.entries) report('yaml.key', key.range, 'A list or mapping cannot be a key.')
      else {
        const name = key.value as YamlScalar
        if (own.has(name)) report('yaml.duplicate-key', key.range, `The key ${key.text} stands twice; the last one counts.`)
        own.set(name, value.value)
      }
    }
    return merged.size === 0 ? own : new Map([...merged, ...own])
  }

  function readScalar(node: Scalar, range: OffsetRange): Cell {
    const source = node.source ?? ''
    const style = styles[node.type ?? 'PLAIN'] ?? 'plain'
    const written = textAt(range)
    const cell = (value: YamlValue, isFloat = false): Cell => ({ value, text: written, range, style, isFloat, isAnchored: false })
    if (node.tag) {
      const resolved = resolveTagged(node.tag, source)
      if (resolved) return cell(resolved.value, resolved.isFloat)
      report('yaml.tag', range, `The tag ${node.tag} cannot read ${source}.`)
      return cell(source)
    }
    if (style !== 'plain') return cell(source)
    const { value, isFloat, trouble } = resolvePlain(source)
    if (trouble) report(...troubleWith(trouble, source, range))
    if (source === '' && range[0] === range[1]) return { ...missingCell(range), value: null }
    return cell(value, isFloat)
  }

  function readAlias(name: string, range: OffsetRange): Cell {
    hasAnchors = true
    const source = anchors.get(name)
    const alias: Cell = { ...missingCell(range), text: textAt(range), style: 'alias' }
    if (open.has(name)) report('yaml.alias', range, `*${name} stands inside the value it names.`)
    else if (!source) report('yaml.alias', range, `Nothing is named &${name} before this place.`)
    else if (aliased > limits.aliasedCells)
      return alias // reported where it began
    else if ((aliased += countCells(source)) > limits.aliasedCells)
      report('yaml.alias', range, 'The aliases of this file unfold to too many values.')
    else return unfold(source, alias)
    return alias
  }

  return {
    read(node, from, emptyAt) {
      base = from
      return read(node, emptyAt)
    },
    readItem(node, from) {
      base = from
      return readItem(node, [0, 0], -1)
    },
    textAt,
    takeProblems() {
      const taken = problems
      problems = []
      return taken
    },
    get hasAnchors() {
      return hasAnchors
    },
  }
}

const styles: { readonly [type: string]: Cell['style'] } = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'block-text',
  BLOCK_LITERAL: 'block-text',
}

/** A cell for something that is not written. */
export function missingCell(range: OffsetRange): Cell {
  return { value: null, text: '', range, style: 'missing', isFloat: false, isAnchored: false }
}

export function isMergeKey(key: Cell): boolean {
  return key.style === 'plain' && key.value === '<<'
}

/** The problem of a plain scalar that is not what it looks like. */
export function troubleWith(trouble: 'date' | 'value-tag' | 'large', source: string, range: OffsetRange): [IssueCode, OffsetRange, string] {
  if (trouble === 'date') return ['yaml.date', range, `${source} is read as a date, not as text.`]
  if (trouble === 'value-tag') return ['yaml.tag', range, 'A lone = is a tag PyYAML cannot read.']
  return ['yaml.large-number', range, `${shorten(source)} is larger than any size in a model.`]
}

export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function rangeOf(node: Node | null, emptyAt: number, base: number): OffsetRange {
  const range = node?.range
  return range ? [range[0] - base, range[1] - base] : [emptyAt - base, emptyAt - base]
}

/** A block collection ends where its last written value ends, not after the comments and breaks that follow. */
function endOf(cells: readonly Cell[], range: OffsetRange): OffsetRange {
  const last = cells.at(-1)
  return last && last.style !== 'block-text' ? [range[0], Math.max(last.range[1], range[0])] : range
}

function mergeInto(merged: Map<YamlScalar, YamlValue>, value: YamlValue): boolean {
  if (Array.isArray(value)) return value.every((each: YamlValue) => mergeInto(merged, each))
  if (!(value instanceof Map)) return false
  for (const [key, each] of value as YamlMap) if (!merged.has(key)) merged.set(key, each)
  return true
}

function resolveTagged(tag: string, source: string): { value: YamlScalar; isFloat: boolean } | null {
  const plain = resolvePlain(source)
  switch (tag.replace('tag:yaml.org,2002:', '!!')) {
    case '!':
    case '!!str':
      return { value: source, isFloat: false }
    case '!!int':
      return typeof plain.value === 'number' && !plain.isFloat ? plain : null
    case '!!float':
      return typeof plain.value === 'number' ? { value: plain.value, isFloat: true } : null
    case '!!bool':
      return typeof plain.value === 'boolean' ? plain : null
    case '!!null':
      return { value: null, isFloat: false }
    default:
      return null
  }
}

/** Long text counts as several cells: every use of it may be printed. */
function countCells(cell: Cell): number {
  let count = typeof cell.value === 'string' ? 1 + Math.floor(cell.value.length / 50) : 1
  for (const item of cell.items ?? []) count += countCells(item)
  for (const { key, value } of cell.entries ?? []) count += countCells(key) + countCells(value)
  return count
}

/** What an alias stands for: every part of it lies at the alias, so that nothing is ever edited through it. */
function unfold(source: Cell, alias: Cell): Cell {
  return {
    ...alias,
    value: source.value,
    isFloat: source.isFloat,
    items: source.items?.map((item) => unfold(item, alias)),
    entries: source.entries?.map((entry) => ({ key: unfold(entry.key, alias), value: unfold(entry.value, alias) })),
  }
}
