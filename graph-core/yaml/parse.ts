import { isMap, isPair, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLError, type YAMLMap } from 'yaml'
import type { Issue } from '../issues/issue'
import { issuesOf } from '../document/issues'
import type { Cell, Document, HeaderEntry, OffsetRange, Problem, Row, RowId, Section, YamlMap, YamlScalar } from '../document/types'
import { createCellReader, shorten, type CellReader } from './cells'
import { checkCharacters } from './characters'
import { findExcess, limits, type Excess } from './limits'
import { readRow } from './rows'
import { layPlaceholders, type Placeholders } from './placeholders'

/** The lists the libraries build a model from, in their order: `d['backbone'] + d['head']`. */
export const modelSections = ['backbone', 'head'] as const

export interface ParseOptions {
  readonly path?: string
  /** Ids for the rows in order, when they are known from before; otherwise rows are numbered from `nextId`. */
  readonly ids?: readonly RowId[]
  readonly nextId?: number
}

/** Reads a model file. Never throws: whatever the text is, there is a document, and issues say what is wrong with it. */
export function parse(text: string, options: ParseOptions = {}): { document: Document; issues: Issue[] } {
  const document = readDocument(text, options)
  return { document, issues: issuesOf(document) }
}

/** `parse` without placing the issues, which costs a pass over the text. */
export function readDocument(text: string, options: ParseOptions = {}): Document {
  const excess = findExcess(text)
  if (excess) return emptyDocument(text, options, [describeExcess(excess)])
  // PyYAML ends a line at a lone carriage return, the library does not; offsets stay the same.
  const source = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text
  const placeholders = layPlaceholders(source)
  try {
    return (placeholders && readSource(text, source, placeholders, options)) ?? readSource(text, source, null, options)!
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = `Lists are nested more than ${limits.depth} deep.`
    return emptyDocument(text, options, [{ code: 'yaml.depth', message, range: [0, 0] }])
  }
}

function emptyDocument(text: string, { path, nextId = 0 }: ParseOptions, problems: readonly Problem[]): Document {
  const sections = modelSections.map((name): Section => ({ name, layout: 'missing' }))
  return { text, path, rows: [], starts: [], sections, header: [], headerStarts: [], graft: null, problems, isEntangled: true, nextId }
}

function readSource(text: string, source: string, placeholders: Placeholders | null, options: ParseOptions): Document | null {
  const tree = parseDocument(placeholders?.text ?? source, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const problems: Problem[] = [...checkCharacters(text), ...tree.errors.filter(isErrorToPython).slice(0, 20).map(describeError)]
  // A text with errors is read as it stands: a placeholder could hide where the error is.
  if (placeholders && tree.errors.length > 0) return null
  const contents = tree.contents as Node | null
  if (!isMap(contents)) {
    const found = problems.some(isSyntax) ? problems : [...problems, describeContents(contents, text)]
    return emptyDocument(text, options, found)
  }
  const reader = createCellReader(source)
  const model = readModel(contents, reader, placeholders, problems)
  if (placeholders && model.placeholdersRead !== placeholders.rows.size) return null

  const rows: Row[] = []
  const starts: number[] = []
  let nextId = options.nextId ?? 0
  for (const { name } of model.sections)
    for (const { cell, start, problems } of model.rows.get(name) ?? []) {
      const id = options.ids?.[rows.length] ?? (String(nextId++) as RowId)
      rows.push(readRow(id, name, cell, problems))
      starts.push(start)
    }
  if (rows.length === 0 && !problems.some((problem) => isSyntax(problem) || problem.code.startsWith('model.')))
    problems.push({ code: 'model.no-rows', message: 'The model has no rows.', range: [0, 0] })
  const { sections, header, headerStarts } = model
  const graft = header.find((entry) => entry.key === 'graft')?.cell.value
  const isEntangled = problems.length > 0 || reader.hasAnchors || model.isMerged || contents.flow === true
  return {
    text,
    path: options.path,
    rows,
    starts,
    sections,
    header,
    headerStarts,
    graft: graft instanceof Map ? (graft as YamlMap) : null,
    problems,
    isEntangled,
    nextId,
  }
}

interface FoundRow {
  readonly cell: Cell
  readonly start: number
  readonly problems: readonly Problem[]
}

interface Model {
  readonly sections: readonly Section[]
  readonly rows: ReadonlyMap<string, readonly FoundRow[]>
  readonly header: readonly HeaderEntry[]
  readonly headerStarts: readonly number[]
  readonly placeholdersRead: number
  /** Keys came in through a top-level `<<`. */
  readonly isMerged: boolean
}

/** Sorts the top-level entries into sections and header; adds to `problems` what is wrong with the mapping itself. */
function readModel(contents: YAMLMap, reader: CellReader, placeholders: Placeholders | null, problems: Problem[]): Model {
  const layouts = new Map<string, Section['layout']>()
  const rows = new Map<string, readonly FoundRow[]>()
  const entries = new Map<YamlScalar, { entry: HeaderEntry; start: number }>()
  const seen = new Set<YamlScalar>()
  let placeholdersRead = 0
  let isMerged = false

  for (const pair of contents.items as Pair<Node | null, Node | null>[]) {
    const start = pair.key?.range?.[0] ?? contents.range![0]
    const keyCell = reader.read(pair.key, start, start)
    if (keyCell.items || keyCell.entries) {
      problems.push(...absolute(reader.takeProblems(), start), {
        code: 'yaml.key',
        message: 'A list or mapping cannot be a key.',
        range: [start, start + keyCell.range[1]],
      })
      continue
    }
    const key = keyCell.value as YamlScalar
    if (seen.has(key)) {
      const range: OffsetRange = [start, start + keyCell.range[1]]
      problems.push({ code: 'yaml.duplicate-key', message: `The key ${shorten(keyCell.text)} stands twice; the last one counts.`, range })
      entries.delete(key)
    }
    seen.add(key)
    if (isSectionName(key)) {
      const list = readList(pair.value, keyCell, start)
      layouts.set(key, list ? (list.isFlow ? 'flow' : 'block') : 'missing')
      rows.set(key, list?.rows ?? [])
      continue
    }
    const cell = reader.read(pair.value, start, start + keyCell.range[1])
    if (key === '<<' && keyCell.style === 'plain') addMerged(cell, keyCell, start)
    else {
      const text = reader.textAt([0, Math.max(cell.range[1], keyCell.range[1])])
      entries.set(key, { entry: { key, keyCell, cell, text, problems: reader.takeProblems() }, start })
    }
  }

  for (const name of modelSections)
    if (!seen.has(name) && !problems.some(isSyntax))
      problems.push({ code: 'model.section-missing', message: `The model has no ${name}: list.`, range: [0, 0] })

  const header = [...entries.values()]
  return {
    sections: modelSections.map((name) => ({ name, layout: layouts.get(name) ?? 'missing' })),
    rows,
    header: header.map(({ entry }) => entry),
    headerStarts: header.map(({ start }) => start),
    placeholdersRead,
    isMerged,
  }

  function readList(value: Node | null, keyCell: Cell, start: number): { rows: FoundRow[]; isFlow: boolean } | null {
    if (isSeq(value) && !value.anchor) {
      const found = value.items.map((item) => readListed(item as Node | null, value.range![0]))
      return { rows: found, isFlow: value.flow === true }
    }
    const cell = reader.read(value, start, start + keyCell.range[1])
    problems.push(...absolute(reader.takeProblems(), start))
    if (cell.items) return { rows: cell.items.map((item) => lift(item, start)), isFlow: cell.style !== 'block' }
    const [from, to] = value == null || cell.style === 'missing' ? keyCell.range : cell.range
    problems.push({
      code: 'model.section-not-a-list',
      message: `${keyCell.text} holds no list of rows.`,
      range: [start + from, start + to],
    })
    return null
  }

  function readListed(item: Node | null, listStart: number): FoundRow {
    const start = (isPair(item) ? (item.key as Node | null)?.range?.[0] : item?.range?.[0]) ?? listStart
    const laid = isScalar(item) ? placeholders?.rows.get(start) : undefined
    if (laid) {
      placeholdersRead++
      return { cell: laid.cell, start, problems: laid.problems }
    }
    const cell = reader.readItem(item, start)
    return { cell, start, problems: reader.takeProblems() }
  }

  /** Keys that come through `<<` count where the file does not set them itself. */
  function addMerged(cell: Cell, keyCell: Cell, start: number) {
    problems.push(...absolute(reader.takeProblems(), start))
    isMerged = true
    const merged = cell.items ?? [cell]
    for (const { key, value } of merged.flatMap((each) => each.entries ?? [])) {
      const name = key.value as YamlScalar
      if (seen.has(name) || isSectionName(name)) continue
      entries.set(name, { entry: { key: name, keyCell, cell: value, text: reader.textAt([0, cell.range[1]]), problems: [] }, start })
    }
  }
}

function isSectionName(key: YamlScalar): key is (typeof modelSections)[number] {
  return modelSections.some((name) => name === key)
}

function lift(cell: Cell, base: number): FoundRow {
  return { cell: moveCell(cell, -cell.range[0]), start: base + cell.range[0], problems: [] }
}

/** The same cell with its ranges counted from another place. */
function moveCell(cell: Cell, by: number): Cell {
  return {
    ...cell,
    range: [cell.range[0] + by, cell.range[1] + by],
    items: cell.items?.map((item) => moveCell(item, by)),
    entries: cell.entries?.map(({ key, value }) => ({ key: moveCell(key, by), value: moveCell(value, by) })),
  }
}

function absolute(problems: readonly Problem[], base: number): Problem[] {
  return problems.map((problem) => ({ ...problem, range: [problem.range[0] + base, problem.range[1] + base] }))
}

/** PyYAML lets a flow list end left of the key it belongs to, as many YOLOv5 files do; YAML 1.2 does not. */
function isErrorToPython(error: YAMLError): boolean {
  return !(error.code === 'BAD_INDENT' && error.message.startsWith('Flow'))
}

/** After an error of syntax, what seems missing may only be hidden. */
function isSyntax({ code }: Problem): boolean {
  return code === 'yaml.syntax' || code === 'yaml.depth'
}

function describeError(error: YAMLError): Problem {
  if (error.message.includes('call stack'))
    return { code: 'yaml.depth', message: `Lists are nested more than ${limits.depth} deep.`, range: error.pos }
  return { code: 'yaml.syntax', message: `${shorten(error.message)}.`, range: error.pos }
}

function describeExcess({ kind, at }: Excess): Problem {
  if (kind === 'depth') return { code: 'yaml.depth', message: `Lists are nested more than ${limits.depth} deep.`, range: [at, at] }
  const found =
    kind === 'characters' ? `more than ${limits.characters} characters` : `more than ${limits.indicators} brackets, commas and other signs`
  return { code: 'yaml.size', message: `The file has ${found}, which no model file has.`, range: [at, at] }
}

function describeContents(contents: Node | null, text: string): Problem {
  if (contents === null || (isScalar(contents) && contents.source === ''))
    return { code: 'model.empty', message: 'The file is empty.', range: [0, 0] }
  const found = isSeq(contents) ? 'a list' : 'a single value'
  return {
    code: 'model.not-a-mapping',
    message: `A model file is a mapping with backbone: and head:, this is ${found}.`,
    range: [contents.range![0], Math.min(contents.range![1], text.length)],
  }
}

/** Reads one header entry from its own text, for edits that stay inside it; null when it is not one entry. */
export function readHeaderEntry(text: string): HeaderEntry | null {
  const tree = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
  const contents = tree.contents as Node | null
  if (tree.errors.length > 0 || !isMap(contents) || contents.flow || contents.items.length !== 1) return null
  const reader = createCellReader(text)
  const pair = contents.items[0]!
  const keyCell = reader.read(pair.key, 0, 0)
  const cell = reader.read(pair.value, 0, keyCell.range[1])
  if (reader.hasAnchors || keyCell.items || keyCell.entries) return null
  return { key: keyCell.value as YamlScalar, keyCell, cell, text, problems: reader.takeProblems() }
}
