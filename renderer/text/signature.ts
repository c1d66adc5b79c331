/** The arguments of the block whose row is being written, the present one lit and explained. */
import { moduleName } from '../../graph-core/document'
import { channelArithmetic } from '../inspector/channel-arithmetic'
import type { Session } from '../session'
import { definitionHere, parameterText } from './block-text'
import { monaco } from './monaco'
import { type RowHere, argumentHere, rowHere } from './row-here'
import type { Speech } from './speech'
import { aboutText } from '../app/about-text'

/** Shows them while the cursor is among a row's arguments. */
export function helpWithArguments(model: monaco.editor.ITextModel, session: Session, speech: Speech): monaco.IDisposable {
  return monaco.languages.registerSignatureHelpProvider('yaml', {
    signatureHelpTriggerCharacters: ['[', ','],
    signatureHelpRetriggerCharacters: [']'],
    provideSignatureHelp(asked, position) {
      if (asked !== model) return null
      const here = rowHere(session, model.getValue(), model.getOffsetAt(position))
      const signature = here && signatureOf(session, here, speech)
      if (here === undefined || signature === undefined) return null
      return { value: { signatures: [signature], activeSignature: 0, activeParameter: here.place.item }, dispose: () => undefined }
    },
  })
}

/** What a row of this block writes, in order; undefined outside of `args` and for blocks nobody knows. */
export function signatureOf(session: Session, here: RowHere, { language }: Speech): monaco.languages.SignatureInformation | undefined {
  const { place, document, i, report } = here
  const row = document.rows[i]
  if (place.cell !== 'args' || place.depth === 0 || row === undefined) return undefined
  const { all } = argumentHere(session, here)
  const written = all.filter(({ position }) => position !== null)
  if (written.length === 0) return undefined
  const module = moduleName(row)
  const definition = definitionHere(session, module)
  const about = definition?.kind === 'block' ? definition.about : undefined
  return {
    label: `${module}(${written.map(parameterText).join(', ')})`,
    parameters: written.map((argument) => {
      const { role, cell } = argument
      const isChannels = role.kind === 'channels' && role.scaled === true && typeof cell?.value === 'number'
      return {
        label: parameterText(argument),
        documentation: isChannels ? channelArithmetic(document, report, cell.value as number) : role.expected,
      }
    }),
    ...(about === undefined ? {} : { documentation: aboutText(about, language).summary }),
  }
}
