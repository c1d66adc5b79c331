import en from '../../assets/locales/en.json'
import zh from '../../assets/locales/zh.json'

/** A text by its key, as the interface's own `t`. */
export type Texts = (key: string) => string

type Tree = { readonly [key: string]: string | Tree }

/** The texts of menu and dialogs in the language chosen, or in that of the system. */
export function textsFor(chosen: 'system' | 'en' | 'zh-CN' | undefined, systemLanguage: string): Texts {
  const language = chosen === undefined || chosen === 'system' ? systemLanguage : chosen
  const tree: Tree = language.toLowerCase().startsWith('zh') ? zh : en
  return (key) => {
    const found = key.split('.').reduce<string | Tree | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), tree)
    if (typeof found !== 'string') throw new Error(`expected a text for ${key}`)
    return found
  }
}
