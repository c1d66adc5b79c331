import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../main/contract/host'
import type { ActionId } from '../actions'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import { Modal } from '../dialogs/Modal'
import { useApp, useStore } from '../use-app'
import { ShortcutRow } from './ShortcutRow'
import styles from './Shortcuts.module.css'
import { keysOf } from './bindings'
import { useListedActions } from './listed'
import { shortcutText } from './press'

/** Every action with its keys, which can be changed; each change holds at once, in every window. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { settings: store } = useApp()
  const settings = useStore(store)
  const [query, setQuery] = useState('')
  const [changing, setChanging] = useState<ActionId | null>(null)
  const shelves = useListedActions(query, (id) => keysOf(id, settings).map(shortcutText).join(' '))
  const choose = (shortcuts: NonNullable<Settings['shortcuts']>) => {
    store.set({ shortcuts })
    setChanging(null)
  }
  const stopChanging = (event: KeyboardEvent) => {
    if (changing === null) return
    event.preventDefault()
    setChanging(null)
  }
  const isAnyRebound = Object.keys(settings.shortcuts ?? {}).length > 0
  return (
    <Modal title={t('keys.title')} className={styles.dialog} onCancel={onClose} onEscape={stopChanging}>
      <input
        type="search"
        className={styles.search}
        placeholder={t('keys.search')}
        aria-label={t('keys.search')}
        autoFocus
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <div className={styles.list}>
        {shelves.map(({ category, ids }) => (
          <section key={category} aria-label={t(`actions.${category}`)}>
            <h3>{t(`actions.${category}`)}</h3>
            <ul>
              {ids.map((id) => (
                <ShortcutRow
                  key={id}
                  id={id}
                  settings={settings}
                  isChanging={id === changing}
                  onChanging={(is) => setChanging(is ? id : null)}
                  onChoose={choose}
                />
              ))}
            </ul>
          </section>
        ))}
        {shelves.length === 0 && <p className={styles.none}>{t('keys.none')}</p>}
      </div>
      <footer className={frame.footer}>
        <button type="button" className={`${controls.button} ${styles.aside}`} disabled={!isAnyRebound} onClick={() => choose({})}>
          {t('keys.resetAll')}
        </button>
        <button type="button" className={controls.primary} onClick={onClose}>
          {t('dialog.done')}
        </button>
      </footer>
    </Modal>
  )
}
