import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import styles from './FileRows.module.css'
import controls from './controls.module.css'
import { timeAgo } from './time-ago'
import { useApp, useStore } from './use-app'

/** The files opened last; one that is gone says so. */
export function RecentFiles() {
  const { t, i18n } = useTranslation()
  const { recent, openPath } = useApp()
  const files = useStore(recent)
  if (files.length === 0) return null
  return (
    <section aria-label={t('recent.title')}>
      <div className={styles.title}>
        <h2>{t('recent.title')}</h2>
        <button type="button" onClick={() => void recent.clear()}>
          {t('recent.clear')}
        </button>
      </div>
      <ul className={styles.rows}>
        {files.map(({ path, name, openedAt, isMissing }) => (
          <li key={path} data-missing={isMissing}>
            <button type="button" className={styles.what} onClick={() => void openPath(path)}>
              <strong>{name}</strong>
              <span title={path}>{path}</span>
            </button>
            <time>{isMissing ? t('recent.missing') : (timeAgo(i18n.language, openedAt) ?? t('recent.now'))}</time>
            <button
              type="button"
              className={controls.icon}
              aria-label={t('recent.remove', { name })}
              onClick={() => void recent.remove(path)}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
