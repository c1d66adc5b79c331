import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import { Modal } from '../dialogs/Modal'
import { useApp, useStore } from '../use-app'
import { KeyCaps } from './KeyCaps'
import styles from './Shortcuts.module.css'
import { keysOf } from './bindings'
import { gestures } from './gestures'
import { useListedActions } from './listed'

/** Every key there is, on one page to look at. */
export function CheatSheet({ onClose, onChange }: { onClose: () => void; onChange: () => void }) {
  const { t } = useTranslation()
  const settings = useStore(useApp().settings)
  const shelves = useListedActions('', () => '')
  return (
    <Modal title={t('action.keys')} className={styles.sheet} onCancel={onClose}>
      <div className={styles.columns} tabIndex={0} role="group" aria-label={t('action.keys')}>
        {shelves.map(({ category, ids }) => {
          const bound = ids.flatMap((id) => {
            const keys = keysOf(id, settings)
            return keys.length > 0 ? [{ id, keys }] : []
          })
          return (
            bound.length > 0 && (
              <section key={category}>
                <h3>{t(`actions.${category}`)}</h3>
                <dl>
                  {bound.map(({ id, keys }) => (
                    <div key={id}>
                      <dt>{t(`action.${id}`)}</dt>
                      <dd>
                        {keys.map((each) => (
                          <KeyCaps key={each} keys={each} />
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          )
        })}
        <section>
          <h3>{t('keys.hands')}</h3>
          <dl>
            {gestures.map((each) => (
              <div key={each}>
                <dt>{t(`keys.gesture.${each}.does`)}</dt>
                <dd>{t(`keys.gesture.${each}.how`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <footer className={frame.footer}>
        <button type="button" className={`${controls.button} ${styles.aside}`} onClick={onChange}>
          {t('keys.change')}
        </button>
        <button type="button" className={controls.primary} onClick={onClose}>
          {t('dialog.done')}
        </button>
      </footer>
    </Modal>
  )
}
