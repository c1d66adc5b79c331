import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import { useApp, useStore } from '../app/use-app'
import styles from './Preview.module.css'
import type { Preview } from './preview'

/** Why a better device was not used, and another try. */
export function Refused({ reason, used, preview }: { reason: string; used: string; preview: Preview }) {
  const { t } = useTranslation()
  const { devices } = useApp().previews
  const all = useStore(devices) ?? []
  const [isTrying, setTrying] = useState(false)
  const better = all
    .slice(
      0,
      all.findIndex(({ id }) => id === used),
    )
    .filter(({ refusal }) => refusal !== null)
  const tryAgain = async () => {
    setTrying(true)
    for (const { id } of better) await devices.again(id)
    setTrying(false)
    await preview.run()
  }
  return (
    <details className={styles.refused}>
      <summary>{t('preview.whyNotBetter')}</summary>
      <p>{reason}</p>
      {better.length > 0 && (
        <button type="button" className={controls.button} disabled={isTrying} onClick={() => void tryAgain()}>
          <RotateCw size={13} aria-hidden />
          {t(isTrying ? 'preview.trying' : 'preview.tryAgain')}
        </button>
      )}
    </details>
  )
}
