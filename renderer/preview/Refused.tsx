import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import { useApp, useStore } from '../app/use-app'
import styles from './Preview.module.css'
import { passedOver } from './devices'
import type { Preview, Ran } from './preview'
import { chosenDevice } from './previews'

/** Why a better device was not used, and another try: what the run gave stays in view meanwhile. */
export function Refused({ reason, ran, preview }: { reason: string; ran: Ran; preview: Preview }) {
  const { t, i18n } = useTranslation()
  const { previews, settings } = useApp()
  const { devices } = previews
  const used = ran.result.device.id
  const better = passedOver(useStore(devices), chosenDevice(useStore(settings)), used)
  const [isTrying, setTrying] = useState(false)
  const [failed, setFailed] = useState<readonly string[]>([])
  const tryAgain = async () => {
    setTrying(true)
    setFailed([])
    await devices.again(better.map(({ id }) => id))
    await preview.run()
    const now = preview.getSnapshot().ran
    if (now !== ran && now?.result.device.id === used) setFailed(better.map(({ name }) => name))
    setTrying(false)
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
      <p role="status">{failed.length > 0 && t('preview.stillRefused', { devices: new Intl.ListFormat(i18n.language).format(failed) })}</p>
    </details>
  )
}
