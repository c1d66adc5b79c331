import type { About, Form } from '../../graph-core/symbolic'

type Texts = Pick<About, 'summary' | 'advice' | 'cost' | 'demands'>

/** What people read about a block, in the language of the interface where it is written in it. */
export function aboutText(about: About, language: string): Texts {
  const { summary, advice, cost, demands } = about
  return language.startsWith('zh') ? { advice, cost, demands, ...(about.zh ?? { summary }) } : { summary, advice, cost, demands }
}

/** How a form differs and what is broken in it, likewise. */
export function formText(
  { differs, broken, zh }: Form,
  language: string,
): { readonly differs: string; readonly broken: string | undefined } {
  return language.startsWith('zh') && zh !== undefined ? { differs: zh.differs, broken: zh.broken } : { differs, broken: broken?.why }
}
