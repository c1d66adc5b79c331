import { Gauge, Square } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Latency } from '../../main/contract/host'
import { Failure, Findings } from '../app/Findings'
import controls from '../app/controls.module.css'
import { useSnapshot } from '../app/use-session'
import styles from './Profile.module.css'
import { RowTable } from './RowTable'
import { Stages } from './Stages'
import type { ProfileState } from './profile'
import { useProfile, useRowTimes } from './use-profile'

/** How long the model takes on the device, by row and by stage. */
export function ProfilePanel() {
  const { t } = useTranslation()
  const { profile, state } = useProfile()
  const { isStale } = useRowTimes()
  const isBroken = useSnapshot((now) => now.isBroken)
  const { latency, isMeasuring, error, issues } = state
  return (
    <section className={styles.panel} aria-label={t('panel.profile')} aria-busy={isMeasuring}>
      <header className={styles.bar}>
        {isMeasuring ? (
          <button type="button" className={controls.button} onClick={profile.cancel}>
            <Square size={13} aria-hidden />
            {t('profile.cancel')}
          </button>
        ) : (
          <button type="button" className={controls.button} disabled={isBroken} onClick={() => void profile.measure()}>
            <Gauge size={14} aria-hidden />
            {t(latency === null ? 'profile.measure' : 'profile.again')}
          </button>
        )}
        {isMeasuring && <Measuring progress={state.progress} />}
        {latency !== null && !isMeasuring && <Where latency={latency} />}
        {latency !== null && isStale && <span className={styles.stale}>{t('profile.stale')}</span>}
      </header>
      {error !== null && <Failure error={error} />}
      <Findings findings={issues.filter(({ severity }) => severity === 'error')} />
      {latency === null ? (
        error === null &&
        issues.every(({ severity }) => severity !== 'error') && (
          <p className={styles.empty}>{t(isMeasuring ? 'profile.measuring' : 'profile.empty')}</p>
        )
      ) : (
        <div className={styles.body} data-stale={isStale}>
          <Stages latency={latency} />
          <RowTable latency={latency} />
        </div>
      )}
    </section>
  )
}

function Measuring({ progress }: Pick<ProfileState, 'progress'>) {
  const { t } = useTranslation()
  return <progress aria-label={t('profile.measuring')} {...(progress === null ? {} : { value: progress.done, max: progress.total })} />
}

function Where({ latency: { device, threads, runs, imgsz, how } }: { latency: Latency }) {
  const { t } = useTranslation()
  const parts = [
    device.name,
    ...(threads === null ? [] : [t('profile.threads', { count: threads })]),
    imgsz.join('×'),
    t('profile.runs', { count: runs }),
    t(`profile.how.${how}`),
  ]
  return (
    <p role="status" title={device.reason ?? undefined}>
      {parts.join(' · ')}
    </p>
  )
}
