import { ArrowDown, ArrowUp, CaseSensitive, ChevronDown, ChevronRight, ListChecks, type LucideIcon, Regex, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import type { ActionId } from '../app/actions'
import { useKeys } from '../app/shortcuts/use-keys'
import styles from './FindBar.module.css'
import { ReplaceRow } from './ReplaceRow'
import { patternOf } from './query'
import { useFind, useMatches } from './use-find'

/** Looks for rows by block, title and arguments, and replaces in what is found. Nothing while nobody asked for it. */
export function FindBar() {
  const { state } = useFind()
  return state.isOpen ? <Bar /> : null
}

function Bar() {
  const { t } = useTranslation()
  const { find, state } = useFind()
  const { query, isReplacing, asked } = state
  const matches = useMatches()
  const field = useRef<HTMLInputElement>(null)
  const before = useRef<Element | null>(null)

  useEffect(() => {
    if (document.activeElement?.closest(`.${styles.bar}`) === null) before.current = document.activeElement
    field.current?.focus()
    field.current?.select()
  }, [asked])

  const close = () => {
    find.close()
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
  }
  const isWrong = query.text.trim() !== '' && patternOf(query) === null
  const place = find.current()
  const says = isWrong
    ? t('find.notRegex')
    : query.text.trim() === ''
      ? t('find.hint')
      : matches.length === 0
        ? t('find.none')
        : place < 0
          ? t('find.count', { count: matches.length })
          : t('find.place', { place: place + 1, count: matches.length })

  return (
    <search className={styles.bar} aria-label={t('find.label')} onKeyDown={onKeyDown}>
      <div className={styles.row}>
        <button
          type="button"
          className={controls.icon}
          aria-label={t('find.toReplace')}
          title={t('find.toReplace')}
          aria-expanded={isReplacing}
          onClick={() => find.setReplacing(!isReplacing)}
        >
          {isReplacing ? <ChevronDown size={15} aria-hidden /> : <ChevronRight size={15} aria-hidden />}
        </button>
        <input
          ref={field}
          type="search"
          className={styles.field}
          value={query.text}
          aria-label={t('find.field')}
          placeholder={t('find.field')}
          aria-invalid={isWrong}
          spellCheck={false}
          onChange={(event) => find.setQuery({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.altKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            find.step(event.shiftKey ? -1 : 1)
          }}
        />
        <Toggle
          name={t('find.case')}
          isOn={query.isCaseSensitive}
          onChange={(isCaseSensitive) => find.setQuery({ isCaseSensitive })}
          icon={CaseSensitive}
        />
        <Toggle name={t('find.regex')} isOn={query.isRegex} onChange={(isRegex) => find.setQuery({ isRegex })} icon={Regex} />
        <output className={styles.count} data-none={isWrong || matches.length === 0} aria-live="polite">
          {says}
        </output>
        <Does action="findPrevious" icon={ArrowUp} isEnabled={matches.length > 0} onClick={() => find.step(-1)} />
        <Does action="findNext" icon={ArrowDown} isEnabled={matches.length > 0} onClick={() => find.step(1)} />
        <Does action="selectMatches" icon={ListChecks} isEnabled={matches.length > 0} onClick={find.selectAll} />
        <span className={styles.space} />
        <button type="button" className={controls.icon} aria-label={t('find.close')} title={t('find.close')} onClick={close}>
          <X size={15} aria-hidden />
        </button>
      </div>
      {isReplacing && <ReplaceRow />}
    </search>
  )
}

interface DoesProps {
  readonly action: ActionId
  readonly icon: LucideIcon
  readonly isEnabled: boolean
  readonly onClick: () => void
}

/** A button for an action that has a key. */
function Does({ action, icon: Icon, isEnabled, onClick }: DoesProps) {
  const { t } = useTranslation()
  const keys = useKeys(action)
  const name = t(`action.${action}`)
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={name}
      title={keys === undefined ? name : `${name} (${keys})`}
      disabled={!isEnabled}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden />
    </button>
  )
}

interface ToggleProps {
  readonly name: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly icon: LucideIcon
}

function Toggle({ name, isOn, onChange, icon: Icon }: ToggleProps) {
  return (
    <button
      type="button"
      className={`${controls.icon} ${styles.toggle}`}
      aria-label={name}
      title={name}
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
    >
      <Icon size={15} aria-hidden />
    </button>
  )
}
