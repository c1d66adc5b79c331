import { Settings } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { runAction } from './actions'
import controls from './controls.module.css'
import { useTooltip } from './shortcuts'
import { useApp } from './use-app'

/** Opens the settings. */
export function SettingsButton() {
  const { t } = useTranslation()
  const app = useApp()
  const name = t('action.settings')
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={name}
      title={useTooltip(name, 'settings')}
      onClick={() => runAction(app, 'settings')}
    >
      <Settings size={17} aria-hidden />
    </button>
  )
}
