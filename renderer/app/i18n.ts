import { type i18n, createInstance } from 'i18next'
import en from '../../assets/locales/en.json'
import zh from '../../assets/locales/zh.json'

/** Languages by their code, each named in itself. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof languages

/** The language we speak that is nearest to the one asked for. */
export const nearestLanguage = (language: string): Language => (language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

/** The strings of the interface. */
export function createI18n(language: string): i18n {
  const instance = createInstance()
  void instance.init({
    lng: nearestLanguage(language),
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}
