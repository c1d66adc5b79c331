import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../main/contract/host'
import type { ActionId } from '../actions'
import controls from '../controls.module.css'
import { KeyCaps } from './KeyCaps'
import styles from './Shortcuts.module.css'
import { ownerOf, rebind, swap } from './bindings'
import { keysPressed, restriction, shortcutText } from './press'

interface Props {
  readonly id: ActionId
  readonly settings: Settings
  readonly onChoose: (shortcuts: NonNullable<Settings['shortcuts']>) => void
  readonly onCancel: () => void
}

/** Takes the keys that are pressed next. Where another action has them, the user says which of the two goes without. */
export function KeysField({ id, settings, onChoose, onCancel }: Props) {
  const { t } = useTranslation()
  const [pressed, setPressed] = useState<string | null>(null)
  const owner = pressed === null ? undefined : ownerOf(pressed, id, settings)
  const limit = pressed === null ? null : restriction(pressed)

  const listen = (event: KeyboardEvent) => {
    // Tab leads on and Escape gives up: whoever has no mouse gets out of here.
    if (event.key === 'Tab' || event.key === 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    const keys = keysPressed(event.nativeEvent)
    if (keys === null) return
    setPressed(keys)
    if (restriction(keys) === null && ownerOf(keys, id, settings) === undefined) onChoose(rebind(id, keys, settings))
  }
  return (
    <div className={styles.field}>
      <div
        className={styles.press}
        role="textbox"
        aria-readonly
        tabIndex={0}
        aria-label={t('keys.press')}
        autoFocus
        ref={focus}
        onKeyDown={listen}
      >
        {pressed === null ? t('keys.press') : <KeyCaps keys={pressed} />}
      </div>
      {pressed !== null && (
        <div className={styles.question} role="alert">
          {limit === 'fixed' && <p>{t('keys.fixed', { keys: shortcutText(pressed) })}</p>}
          {limit === 'browser' && <p>{t('keys.browser', { keys: shortcutText(pressed) })}</p>}
          {limit !== 'fixed' && owner !== undefined && (
            <p>{t('keys.taken', { keys: shortcutText(pressed), other: t(`action.${owner}`) })}</p>
          )}
        </div>
      )}
      <div className={styles.answers}>
        {pressed !== null && limit !== 'fixed' && owner !== undefined && (
          <>
            <button type="button" className={controls.button} onClick={() => onChoose(swap(id, pressed, settings))}>
              {t('keys.swap')}
            </button>
            <button type="button" className={controls.button} onClick={() => onChoose(rebind(id, pressed, settings))}>
              {t('keys.replace')}
            </button>
          </>
        )}
        {pressed !== null && limit === 'browser' && owner === undefined && (
          <button type="button" className={controls.button} onClick={() => onChoose(rebind(id, pressed, settings))}>
            {t('keys.useAnyway')}
          </button>
        )}
        <button type="button" className={controls.button} onClick={onCancel}>
          {t('dialog.cancel')}
        </button>
      </div>
    </div>
  )
}

const focus = (element: HTMLElement | null) => element?.focus()
