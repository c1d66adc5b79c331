import { useTranslation } from 'react-i18next'
import { focusNextPanel } from '../panels/focus'
import styles from './App.module.css'
import { useApp } from './use-app'

/** The first stop of the keyboard: past the bar and the tabs, to the canvas. Seen only while it has the focus. */
export function SkipLink() {
  const { t } = useTranslation()
  const { panels } = useApp()
  const skip = () => {
    panels.show('canvas')
    focusNextPanel(document, ['canvas'], 1)
  }
  return (
    <button type="button" className={styles.skip} onClick={skip}>
      {t('app.skip')}
    </button>
  )
}
