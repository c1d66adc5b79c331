import { CircleAlert, Info, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HostError } from '../../../main/contract/host-error'
import { HostFailure } from '../HostFailure'
import controls from '../controls.module.css'
import { useApp, useStore } from '../use-app'
import styles from './Notices.module.css'
import type { Notice } from './notices'

/** What the window has to tell, in its lower corner; the newest last. */
export function Notices() {
  const { t } = useTranslation()
  const notices = useStore(useApp().notices)
  return (
    <section className={styles.notices} aria-label={t('notice.label')} aria-live="polite">
      {notices.map((notice) => (
        <OneNotice key={notice.key} notice={notice} />
      ))}
    </section>
  )
}

/** Long enough to read two lines and reach for the button. */
const passingMs = 8000

function OneNotice({ notice }: { notice: Notice }) {
  const { key, says, actions, isPassing } = notice
  const { t } = useTranslation()
  const { notices } = useApp()
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (!isPassing || isHeld) return
    const timer = setTimeout(() => notices.dismiss(key), passingMs)
    return () => clearTimeout(timer)
  }, [notices, notice, key, isPassing, isHeld])

  const isFailure = says instanceof HostError
  const Icon = isFailure ? CircleAlert : Info
  return (
    <article
      className={styles.notice}
      data-failure={isFailure}
      role={isFailure ? 'alert' : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className={styles.icon} size={18} aria-hidden />
      <div className={styles.text}>{isFailure ? <HostFailure error={says} /> : <p>{t(`notice.${says.name}`, says.values)}</p>}</div>
      <button type="button" className={controls.icon} aria-label={t('notice.dismiss')} onClick={() => notices.dismiss(key)}>
        <X size={15} aria-hidden />
      </button>
      {actions.length > 0 && (
        <div className={styles.actions}>
          {actions.map(({ label, run }) => (
            <button
              key={label}
              type="button"
              className={controls.button}
              onClick={() => {
                notices.dismiss(key)
                void run()
              }}
            >
              {t(`notice.do.${label}`)}
            </button>
          ))}
        </div>
      )}
    </article>
  )
}
