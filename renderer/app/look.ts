/** Theme and language as the user chose them, or as the system has them. */
import type { i18n } from 'i18next'
import type { SettingsStore } from './settings'
import { nearestLanguage } from './i18n'

/** Keeps the page's theme and language like the settings. `data-theme` is the theme that is seen, for what cannot read CSS. */
export function followSettings(page: Window, settings: SettingsStore, texts: i18n): void {
  const root = page.document.documentElement
  const prefersDark = page.matchMedia('(prefers-color-scheme: dark)')
  const follow = () => {
    const { theme = 'system', language = 'system' } = settings.getSnapshot()
    root.style.colorScheme = theme === 'system' ? '' : theme
    root.dataset['theme'] = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme
    const wanted = nearestLanguage(language === 'system' ? page.navigator.language : language)
    root.lang = wanted
    if (texts.language !== wanted) void texts.changeLanguage(wanted)
  }
  settings.subscribe(follow)
  prefersDark.addEventListener('change', follow)
  follow()
}
