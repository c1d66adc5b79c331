/** Theme, language and motion as the user chose them, or as the system has them. */
import type { i18n } from 'i18next'
import type { SettingsStore } from './settings'
import { nearestLanguage } from './i18n'

/**
 * Keeps the page like the settings. `data-theme` is the theme that is seen, for what cannot read CSS; `data-motion` is `reduced` where nothing is to
 * move by itself; `data-edge-labels` says when links tell their shape.
 */
export function followSettings(page: Window, settings: SettingsStore, texts: i18n): void {
  const root = page.document.documentElement
  const prefersDark = page.matchMedia('(prefers-color-scheme: dark)')
  const prefersStill = page.matchMedia('(prefers-reduced-motion: reduce)')
  const follow = () => {
    const { theme = 'system', language = 'system', motion = 'system', edgeLabels = 'hover' } = settings.getSnapshot()
    root.style.colorScheme = theme === 'system' ? '' : theme
    root.dataset['theme'] = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme
    root.dataset['motion'] = motion === 'system' ? (prefersStill.matches ? 'reduced' : 'full') : motion
    root.dataset['edgeLabels'] = edgeLabels
    const wanted = nearestLanguage(language === 'system' ? page.navigator.language : language)
    root.lang = wanted
    if (texts.language !== wanted) void texts.changeLanguage(wanted)
  }
  settings.subscribe(follow)
  for (const system of [prefersDark, prefersStill]) system.addEventListener('change', follow)
  follow()
}
