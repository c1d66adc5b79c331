import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../main/contract/host'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import { languages } from '../i18n'
import { useApp, useStore } from '../use-app'
import { Modal } from './Modal'
import styles from './dialogs.module.css'

const themes = ['system', 'light', 'dark'] as const

/** How the window looks and which language it speaks; each choice holds at once, in every window. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { settings, connection } = useApp()
  const { theme = 'system', language = 'system' } = useStore(settings)
  const { capabilities } = useStore(connection)
  return (
    <Modal title={t('action.settings')} className={styles.settings} onCancel={onClose}>
      <div className={styles.choices}>
        <div className={styles.choice}>
          <span id="settings-theme">{t('settings.theme.label')}</span>
          <div className={styles.segments} role="radiogroup" aria-labelledby="settings-theme">
            {themes.map((each) => (
              <button
                key={each}
                type="button"
                role="radio"
                aria-checked={each === theme}
                autoFocus={each === theme}
                onClick={() => settings.set({ theme: each })}
              >
                {t(`settings.theme.${each}`)}
              </button>
            ))}
          </div>
        </div>
        <label className={styles.choice}>
          <span>{t('settings.language')}</span>
          <select
            className={controls.select}
            value={language}
            onChange={(event) => settings.set({ language: event.target.value as Settings['language'] })}
          >
            <option value="system">{t('settings.theme.system')}</option>
            {Object.entries(languages).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <footer className={frame.footer}>
        {capabilities !== null && <span className={styles.version}>{t('settings.version', { version: capabilities.version })}</span>}
        <button type="button" className={controls.primary} onClick={onClose}>
          {t('dialog.done')}
        </button>
      </footer>
    </Modal>
  )
}
