import { Play, Square } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { runAction } from '../app/actions'
import controls from '../app/controls.module.css'
import { useTooltip } from '../app/shortcuts'
import { useApp, useStore } from '../app/use-app'
import { chosenDevice } from './previews'
import { usePreview } from './use-preview'

/** Runs the preview from anywhere, and names the device it runs on; while it runs, cancels it. */
export function RunButton() {
  const { t } = useTranslation()
  const { state } = usePreview()
  const app = useApp()
  const devices = useStore(app.previews.devices)
  const choice = chosenDevice(useStore(app.settings))
  useEffect(() => void app.previews.devices.load(), [app])
  const tooltip = useTooltip(t('action.preview'), 'preview')
  if (state.isRunning) {
    return (
      <button type="button" className={controls.button} onClick={() => runAction(app, 'cancelPreview')}>
        <Square size={13} aria-hidden />
        {t('preview.cancel')}
      </button>
    )
  }
  const { ran } = state
  // What a run came to use says more than what trying the devices out promised.
  const used = choice === 'auto' ? ran?.result.device : undefined
  const device = used ?? devices?.find(({ id, refusal }) => (choice === 'auto' ? refusal === null : id === choice))
  return (
    <button type="button" className={controls.primary} title={tooltip} onClick={() => runAction(app, 'preview')}>
      <Play size={14} aria-hidden />
      {device === undefined ? t('preview.label') : t('preview.runOn', { device: device.name })}
    </button>
  )
}
