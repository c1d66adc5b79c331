import { Play, Square } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import { useDevices, usePreview } from './use-preview'

/** Runs the preview from anywhere, and names the device it runs on; while it runs, cancels it. */
export function RunButton({ onRun }: { onRun: () => void }) {
  const { t } = useTranslation()
  const { preview, state } = usePreview()
  const devices = useDevices()
  if (state.isRunning) {
    return (
      <button type="button" className={controls.button} onClick={preview.cancel}>
        <Square size={13} aria-hidden />
        {t('preview.cancel')}
      </button>
    )
  }
  const device = devices?.find(({ id, refusal }) => (state.device === 'auto' ? refusal === null : id === state.device))
  return (
    <button type="button" className={controls.primary} onClick={onRun}>
      <Play size={14} aria-hidden />
      {device === undefined ? t('preview.label') : t('preview.runOn', { device: device.name })}
    </button>
  )
}
