import { useTranslation } from 'react-i18next'
import type { Latency } from '../../main/contract/host'
import styles from './Profile.module.css'

const stageIds = ['decode', 'transfer', 'preprocess', 'network', 'select'] as const

/** From the file to what is found. */
export function Stages({ latency: { stages, total } }: { latency: Latency }) {
  const { t } = useTranslation()
  const most = Math.max(...stageIds.map((id) => stages[id].median))
  return (
    <div className={styles.stages}>
      <table aria-label={t('profile.stages')}>
        <thead>
          <tr>
            <th>{t('profile.stage')}</th>
            <th data-number>{t('profile.median')}</th>
            <th data-number>{t('profile.p95')}</th>
            <th aria-label={t('summary.share')} />
          </tr>
        </thead>
        <tbody>
          {stageIds.map((id) => (
            <tr key={id} title={t(`profile.about.${id}`)}>
              <td>{t(`profile.is.${id}`)}</td>
              <td data-number>{stages[id].median.toFixed(2)}</td>
              <td data-number>{stages[id].p95.toFixed(2)}</td>
              <td className={styles.part}>
                <span style={{ width: `${(100 * stages[id].median) / (most || 1)}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t('profile.total')}</td>
            <td data-number>{total.median.toFixed(2)}</td>
            <td data-number>{total.p95.toFixed(2)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
