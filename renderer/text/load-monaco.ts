/** Monaco comes after the canvas: its code is fetched when the YAML is first looked at. */
import type * as Editing from './mount-editor'

/** The editor's code, in the language of the interface at that time; Monaco reads its own strings once. */
export async function loadMonaco(language: string): Promise<typeof Editing> {
  if (language.startsWith('zh')) await import('monaco-editor/nls/lang/zh-cn')
  return import('./mount-editor')
}
