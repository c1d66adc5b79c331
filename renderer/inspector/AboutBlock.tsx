import { useTranslation } from 'react-i18next'
import type { About } from '../../graph-core/symbolic'
import { aboutText } from '../app/about-text'
import styles from './Inspector.module.css'

/** What a block is for, when it helps, what it asks, where it is from and what else it is called. */
export function AboutBlock({ about }: { about: About }) {
  const { t, i18n } = useTranslation()
  const { summary, advice, cost, demands } = aboutText(about, i18n.language)
  return (
    <div className={styles.about}>
      <p>{summary}</p>
      {advice !== undefined && <p>{advice}</p>}
      {cost !== undefined && (
        <p>
          <b>{t('inspector.cost')}</b> {cost}
        </p>
      )}
      {demands !== undefined && (
        <p>
          <b>{t('inspector.demands')}</b> {demands}
        </p>
      )}
      {about.source !== undefined && (
        <p>
          <b>{t(about.paper === undefined ? 'inspector.source' : 'inspector.paper')}</b>{' '}
          <a href={about.source} target="_blank" rel="noreferrer">
            {about.paper ?? about.source.replace(/^https?:\/\/(www\.)?/, '')}
          </a>
        </p>
      )}
      {about.aliases !== undefined && about.aliases.length > 0 && (
        <p>
          <b>{t('inspector.aliases')}</b> {about.aliases.join(', ')}
        </p>
      )}
    </div>
  )
}
