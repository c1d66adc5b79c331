import { RotateCcw, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../main/contract/host'
import type { ActionId } from '../actions'
import controls from '../controls.module.css'
import { KeyCaps } from './KeyCaps'
import { KeysField } from './KeysField'
import styles from './Shortcuts.module.css'
import { isRebound, keysOf, reset, unbind } from './bindings'

interface Props {
  readonly id: ActionId
  readonly settings: Settings
  readonly isChanging: boolean
  readonly onChanging: (is: boolean) => void
  readonly onChoose: (shortcuts: NonNullable<Settings['shortcuts']>) => void
}

/** An action and its keys, to be changed, taken away or made the usual ones again. */
export function ShortcutRow({ id, settings, isChanging, onChanging, onChoose }: Props) {
  const { t } = useTranslation()
  const name = t(`action.${id}`)
  const keys = keysOf(id, settings)
  const button = useRef<HTMLButtonElement>(null)
  const wasChanging = useRef(false)
  useEffect(() => {
    if (wasChanging.current && !isChanging) button.current?.focus()
    wasChanging.current = isChanging
  }, [isChanging])
  return (
    <li data-action={id}>
      <div className={styles.row}>
        <span className={styles.name}>{name}</span>
        <button ref={button} type="button" className={styles.keys} title={t('keys.change')} onClick={() => onChanging(!isChanging)}>
          <span className={controls.unseen}>{t('keys.of', { name })}</span>
          {keys.length === 0 && <i>{t('keys.unbound')}</i>}
          {keys.map((each) => (
            <KeyCaps key={each} keys={each} />
          ))}
        </button>
        <button
          type="button"
          className={controls.icon}
          aria-label={t('keys.removeOf', { name })}
          title={t('keys.remove')}
          disabled={keys.length === 0}
          onClick={() => onChoose(unbind(id, settings))}
        >
          <X size={14} aria-hidden />
        </button>
        <button
          type="button"
          className={controls.icon}
          aria-label={t('keys.resetOf', { name })}
          title={t('keys.reset')}
          disabled={!isRebound(id, settings)}
          onClick={() => onChoose(reset(id, settings))}
        >
          <RotateCcw size={14} aria-hidden />
        </button>
      </div>
      {isChanging && <KeysField id={id} settings={settings} onChoose={onChoose} onCancel={() => onChanging(false)} />}
    </li>
  )
}
