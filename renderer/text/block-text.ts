/** What is written of a block in the editor's boxes, as markdown. */
import { printArg } from '../../graph-core/symbolic'
import type { ArgValue } from '../../graph-core/symbolic'
import { aboutText } from '../app/about-text'
import { type RowArgument, type Session, definitionOf } from '../session'
import type { Speech } from './speech'

/** What a block is for, when it helps, and where it comes from; '' for one nobody wrote about. */
export function blockText(definition: ReturnType<typeof definitionOf>, { t, language }: Speech): string {
  const about = definition?.kind === 'block' ? definition.about : undefined
  if (about === undefined) return ''
  const { summary, advice } = aboutText(about, language)
  const link = about.source === undefined ? undefined : `${t('inspector.source')}: [${short(about.source)}](${about.source})`
  return [summary, advice, about.form?.differs, about.form?.broken?.why, link].filter((each) => each !== undefined).join('\n\n')
}

const short = (url: string) => url.replace(/^https?:\/\/(www\.)?/, '')

/** `c2`, `k = 1`: an argument with the value it has where a row leaves it out. */
export const parameterText = ({ name, role }: RowArgument): string =>
  'default' in role ? `${name} = ${printArg(role.default as ArgValue)}` : name

/** What a row's module means under the target of the model that is shown. */
export const definitionHere = (session: Session, module: string) => definitionOf(session.library, session.getSnapshot().report, module)
