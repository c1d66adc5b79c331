import type { About } from '../../graph-core/symbolic'

/** What people read about a block, in the language of the interface where it is written in it. */
export function aboutText(about: About, language: string): { readonly summary: string; readonly advice: string | undefined } {
  const { summary, advice } = language.startsWith('zh') && about.zh !== undefined ? about.zh : about
  return { summary, advice }
}
