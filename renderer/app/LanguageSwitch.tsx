import { useTranslation } from 'react-i18next'
import controls from './controls.module.css'
import { languages } from './i18n'

/** English or Chinese, at once. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <select
      className={controls.select}
      aria-label={t('app.language')}
      value={i18n.language}
      onChange={(event) => void i18n.changeLanguage(event.target.value)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}
