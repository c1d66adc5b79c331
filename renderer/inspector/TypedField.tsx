import { Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewValue } from '../../graph-core/document'
import type { Issue } from '../../graph-core/issues/issue'
import type { Role } from '../../graph-core/symbolic'
import { IssueText } from '../app/IssueText'
import styles from './Inspector.module.css'
import { type FieldValue, readField } from './fields'

interface Props {
  readonly name: string
  readonly role: Role<unknown>
  readonly field: FieldValue
  readonly choices?: readonly string[] | undefined
  readonly step: number
  readonly fallback: string | null
  readonly arithmetic?: ((written: number) => string) | undefined
  readonly problem?: Issue | undefined
  readonly frame: (control: ReactNode) => ReactNode
  readonly onChange: (value: NewValue | undefined) => void
}

/** Text that is taken over by Enter or when the field is left; what the block would not take stays in the field, with the reason. */
export function TypedField({ name, role, field, choices, step, fallback, arithmetic, problem, frame, onChange }: Props) {
  const { t } = useTranslation()
  const written = field.written ?? ''
  const [draft, setDraft] = useState(written)
  const list = useId()
  const about = useId()
  const { value, isWrong } = readField(draft, role)
  const isMissing = draft.trim() === '' && fallback === null && !field.isMixed
  const complaint = isWrong
    ? t('inspector.expected', { what: t(`inspector.expects.${role.kind}`) })
    : problem && <IssueText issue={problem} hasCure={false} />
  const commit = () => {
    if (draft !== written && !isWrong && !isMissing) onChange(value)
    if (isMissing) setDraft(written)
  }
  const isStepped = (role.kind === 'channels' || role.kind === 'inputChannels' || role.kind === 'int') && !field.isMixed
  const number = typeof value === 'number' ? value : draft.trim() === '' && typeof role.default === 'number' ? role.default : undefined
  const change = (by: number) => {
    if (number === undefined) return
    // From a number between two steps one goes to the next step.
    const next = by > 0 ? Math.floor(number / step) * step + by : Math.ceil(number / step) * step + by
    const lowest = role.kind === 'int' ? -Infinity : Math.min(step, number)
    if (next < lowest) return
    setDraft(String(next))
    onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') commit()
    if (event.key === 'Escape' && draft !== written) {
      event.stopPropagation()
      setDraft(written)
    }
    if (isStepped && number !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      change(event.key === 'ArrowUp' ? step : -step)
    }
  }
  const shownNumber = typeof value === 'number' ? value : undefined
  return (
    <>
      {frame(
        <span className={styles.control}>
          {role.kind === 'channels' && isStepped && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={t('inspector.less', { name })}
              disabled={number === undefined}
              onClick={() => change(-step)}
            >
              <Minus size={12} aria-hidden />
            </button>
          )}
          <input
            value={draft}
            aria-label={name}
            aria-invalid={isWrong || problem !== undefined}
            aria-describedby={about}
            placeholder={field.isMixed ? t('inspector.mixed') : (fallback ?? '')}
            list={choices === undefined ? undefined : list}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setDraft(event.target.value)}
            onBlur={commit}
            onKeyDown={onKeyDown}
          />
          {role.kind === 'channels' && isStepped && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={t('inspector.more', { name })}
              disabled={number === undefined}
              onClick={() => change(step)}
            >
              <Plus size={12} aria-hidden />
            </button>
          )}
          {choices !== undefined && (
            <datalist id={list}>
              {choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </datalist>
          )}
        </span>,
      )}
      <div id={about}>
        {arithmetic !== undefined && shownNumber !== undefined && <code className={styles.arithmetic}>{arithmetic(shownNumber)}</code>}
        {complaint !== undefined && (
          <p className={styles.problem} role="alert">
            {complaint}
          </p>
        )}
      </div>
    </>
  )
}
