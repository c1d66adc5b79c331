import { type i18n, createInstance } from 'i18next'
import en from '../../assets/locales/en.json'
import zh from '../../assets/locales/zh.json'

/** Languages by their code, each named in itself. */
export const languages = { en: 'English', zh: '简体中文' } as const

/** The strings of the interface, in the language nearest to the one asked for. */
export function createI18n(language: string): i18n {
  const instance = createInstance()
  void instance.init({
    lng: language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}
