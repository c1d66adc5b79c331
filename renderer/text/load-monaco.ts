/** Monaco comes after the canvas: its code is fetched when the YAML is first looked at. */
import type * as Editing from './mount-editor'

/** Milliseconds to wait before each further attempt: a line that breaks for a moment is no reason to bother anyone. */
const pauses = [300, 1500]

/** The editor's code, in the language of the interface at that time; Monaco reads its own strings once. Rejects where it cannot be fetched. */
export async function loadMonaco(language: string): Promise<typeof Editing> {
  for (const pause of pauses) {
    try {
      return await fetchEditor(language)
    } catch {
      await new Promise((done) => setTimeout(done, pause))
    }
  }
  return fetchEditor(language)
}

async function fetchEditor(language: string): Promise<typeof Editing> {
  if (language.startsWith('zh')) await import('monaco-editor/nls/lang/zh-cn')
  return import('./mount-editor')
}
