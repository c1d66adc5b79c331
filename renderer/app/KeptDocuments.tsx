import { useTranslation } from 'react-i18next'
import styles from './FileRows.module.css'
import controls from './controls.module.css'
import { timeAgo } from './time-ago'
import { useApp, useStore } from './use-app'

/** What was not saved when a window ended: to be taken up again, or let go. */
export function KeptDocuments() {
  const { t, i18n } = useTranslation()
  const { kept } = useApp()
  const entries = useStore(kept)
  if (entries.length === 0) return null
  return (
    <section className={styles.kept} aria-label={t('kept.title')}>
      <h2>{t('kept.title')}</h2>
      <p>{t('kept.text')}</p>
      <ul className={styles.rows}>
        {entries.map((entry) => (
          <li key={entry.document}>
            <div className={styles.what}>
              <strong>{entry.name}</strong>
              <span title={entry.path ?? undefined}>{entry.path ?? t('kept.neverSaved')}</span>
            </div>
            <time>{t('kept.changed', { when: timeAgo(i18n.language, entry.changedAt) ?? t('recent.now') })}</time>
            <button type="button" className={controls.primary} onClick={() => void kept.restore(entry)}>
              {t('kept.restore')}
            </button>
            <button type="button" className={controls.button} onClick={() => void kept.discard(entry)}>
              {t('kept.discard')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
