import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../../graph-core/issues/issue'
import { IssueText } from '../app/IssueText'
import type { NewValue } from '../../graph-core/document'
import type { Role } from '../../graph-core/symbolic'
import styles from './Inspector.module.css'
import { TypedField } from './TypedField'
import { type FieldValue, defaultText } from './fields'

interface Props {
  readonly name: string
  readonly role: Role<unknown>
  readonly field: FieldValue
  /** What may be chosen; a text can be typed where there is nothing to choose. */
  readonly choices: readonly string[] | undefined
  /** By how much a step changes a number. */
  readonly step: number
  /** What analysis found wrong with it. */
  readonly problem?: Issue | undefined
  /** What a number typed there would become. */
  readonly arithmetic?: ((written: number) => string) | undefined
  readonly onChange: (value: NewValue | undefined) => void
  /** Takes it back to its default; absent where it has none, or holds it. */
  readonly onReset?: (() => void) | undefined
}

/** One argument, in the form its role asks for. What a row writes stands out from what is the default. */
export function ArgumentField({ name, role, field, choices, step, problem, arithmetic, onChange, onReset }: Props) {
  const { t } = useTranslation()
  const fallback = defaultText(role)
  const isSwitch = role.kind === 'bool' && choices === undefined
  const frame = (control: ReactNode) => (
    <div className={styles.field} data-written={field.written !== null || field.isMixed}>
      <label>
        <span title={fallback === null ? t('inspector.required') : t('inspector.default', { value: fallback })}>{name}</span>
        {control}
      </label>
      {onReset !== undefined && (
        <button
          type="button"
          className={styles.reset}
          aria-label={t('inspector.resetOf', { name, value: fallback })}
          title={t('inspector.reset', { value: fallback })}
          onClick={onReset}
        >
          <RotateCcw size={12} aria-hidden />
        </button>
      )}
    </div>
  )
  const trouble = problem !== undefined && (
    <p className={styles.problem} role="alert">
      <IssueText issue={problem} hasCure={false} />
    </p>
  )
  if (isSwitch) {
    return (
      <>
        {frame(
          <input
            type="checkbox"
            role="switch"
            checked={field.value === true}
            ref={(element) => {
              if (element !== null) element.indeterminate = field.isMixed
            }}
            onChange={(event) => onChange(event.target.checked)}
          />,
        )}
        {trouble}
      </>
    )
  }
  if (choices !== undefined && role.kind !== 'activation') {
    const shown = field.isMixed ? '' : (field.written?.replace(/^(['"])(.*)\1$/, '$2') ?? fallback?.replaceAll("'", '') ?? '')
    const isKnown = choices.includes(shown)
    return (
      <>
        {frame(
          <select value={shown} onChange={(event) => onChange(role.kind === 'text' ? event.target.value : asPython(event.target.value))}>
            {!isKnown && <option value={shown}>{field.isMixed ? t('inspector.mixed') : shown}</option>}
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>,
        )}
        {trouble}
      </>
    )
  }
  return (
    <TypedField
      key={`${field.written} ${field.isMixed}`}
      name={name}
      role={role}
      field={field}
      choices={choices}
      step={step}
      fallback={fallback}
      arithmetic={arithmetic}
      frame={frame}
      problem={problem}
      onChange={onChange}
    />
  )
}

const asPython = (text: string) => (text === 'None' ? null : text === 'True')
