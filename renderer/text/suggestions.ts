/**
 * What can be written at a place of a model file: blocks, rows to read, values of arguments, whole rows. Each list is computed from the
 * session alone; `completion.ts` hands them to the editor.
 */
import { dialectOf } from '../../graph-core/dialects'
import { fromCells, resolveFrom } from '../../graph-core/document'
import { printArg } from '../../graph-core/symbolic'
import type { ArgValue } from '../../graph-core/symbolic'
import { printValue, styleOf } from '../../graph-core/yaml/print'
import { shapeText } from '../app/format'
import { channelArithmetic } from '../inspector/channel-arithmetic'
import { paletteEntries } from '../palette/entries'
import { type Session, newRowBehind, rowArguments } from '../session'
import { blockText, definitionHere } from './block-text'
import { type RowHere, argumentHere } from './row-here'
import type { Speech } from './speech'

export interface Suggestion {
  readonly label: string
  /** Beside the label, fainter. */
  readonly note?: string
  /** Beside the list, as markdown. */
  readonly about?: string
  readonly insert: string
  /** Whether `insert` has places to fill in: `${1:64}`. */
  readonly isSnippet?: boolean
  /** What typing is compared with, where that is not the label. */
  readonly filter?: string
  readonly kind: 'block' | 'layer' | 'row' | 'value'
}

interface Block {
  readonly name: string
  readonly note: string
  readonly kind: 'block' | 'layer'
}

/** Every block of the target, its other published forms among them. */
function blocksOf(session: Session, { t }: Speech): readonly Block[] {
  const { report } = session.getSnapshot()
  const { libraries, target } = dialectOf(report.target)!
  const entries = paletteEntries(session.library, report).map(({ name, category }): Block => ({
    name,
    note: t(`category.${category}`),
    kind: category === 'layer' ? 'layer' : 'block',
  }))
  const forms = session.library.blocks
    .filter((block) => libraries.includes(block.library) && block.isIn(target))
    .flatMap((block): Block[] => {
      const form = block.forTarget(target).about?.form
      return form === undefined ? [] : [{ name: block.blockName, note: t('text.formOf', { block: form.of }), kind: 'block' }]
    })
  return [...entries, ...forms]
}

/** Names of blocks, for the cell that names the module. */
export function suggestModules(session: Session, speech: Speech): Suggestion[] {
  return blocksOf(session, speech).map(({ name, note, kind }) => ({
    label: name,
    note,
    about: blockText(definitionHere(session, name), speech),
    insert: name,
    kind,
  }))
}

/** Whole rows to stand behind row `after`; `hasDash`: the line has its dash already. */
export function suggestRows(session: Session, speech: Speech, after: number, hasDash: boolean): Suggestion[] {
  const { document, report } = session.getSnapshot()
  const style = styleOf(document, document.rows[after])
  return blocksOf(session, speech).map(({ name, note, kind }) => {
    const args = (newRowBehind(document, report, session.library, name, after).args ?? []).map((value) => printValue(value, style))
    const fields = args.map((value, k) => `\${${k + 1}:${escaped(value)}}`)
    const row = `[-1, \${${fields.length + 1}:1}, ${escaped(name)}, [${fields.join(', ')}]]`
    return {
      label: name,
      note: `[-1, 1, ${name}, [${args.join(', ')}]] · ${note}`,
      about: blockText(definitionHere(session, name), speech),
      insert: hasDash ? row : `- ${row}`,
      isSnippet: true,
      kind: kind === 'layer' ? 'layer' : 'row',
    }
  })
}

const escaped = (text: string) => text.replace(/[\\$}]/g, '\\$&')

/** The rows above, the nearest first; what a row reads already is not said again. */
export function suggestSources(here: RowHere): Suggestion[] {
  const { document, i, report, place } = here
  if (i === 0) return [{ label: '-1', insert: '-1', kind: 'row' }]
  const read = fromCells(document.rows[i]!).flatMap(({ value }, slot) =>
    typeof value === 'number' && slot !== place.item ? [resolveFrom(i, value)] : [],
  )
  return report.rows
    .slice(0, i)
    .filter((row) => !read.includes(row.i))
    .reverse()
    .map(({ i: source, module, out }) => {
      const insert = source === i - 1 ? '-1' : String(source)
      const note = [insert === '-1' ? `#${source}` : undefined, shapeText(out) ?? undefined]
        .filter((each) => each !== undefined)
        .join(' · ')
      return { label: `${insert} ${module}`, note, insert, filter: `${insert} ${source} ${module}`, kind: 'row' }
    })
}

/** Names that a row may write for what the header says. */
const variables = ['nc', 'anchors']

/** Values of the argument that is being written, by its role. */
export function suggestValues(session: Session, here: RowHere): Suggestion[] {
  const { present } = argumentHere(session, here)
  if (present === undefined || here.place.depth !== 1) return []
  const { name, role } = present
  const { quote } = here.place
  const value = (insert: string, note?: string): Suggestion => ({
    label: insert,
    insert,
    kind: 'value',
    ...(note === undefined ? {} : { note }),
  })
  const found: Suggestion[] = []
  if (variables.includes(name)) found.push(value(name))
  if (role.choices !== undefined)
    found.push(...role.choices.map((choice) => ({ ...value(choice), insert: quote === '' ? `'${choice}'` : choice })))
  if (role.kind === 'channels')
    found.push(
      ...channelsOf(session).map((written) =>
        value(String(written), role.scaled === true ? channelArithmetic(here.document, here.report, written) : undefined),
      ),
    )
  if (role.kind === 'bool' || role.kind === 'activation') found.push(value('True'), value('False'))
  if (role.default === null) found.push(value('None'))
  if ('default' in role && !found.some(({ insert }) => insert === printArg(role.default as ArgValue)))
    found.unshift(value(printArg(role.default as ArgValue)))
  return found
}

/** The channel numbers that the model's rows write, from few to many. */
function channelsOf(session: Session): readonly number[] {
  const { document, report } = session.getSnapshot()
  const numbers = document.rows.flatMap((_, i) =>
    rowArguments(document, report, session.library, i).flatMap(({ role, cell }) =>
      role.kind === 'channels' && typeof cell?.value === 'number' ? [cell.value] : [],
    ),
  )
  return [...new Set(numbers)].sort((a, b) => a - b)
}
