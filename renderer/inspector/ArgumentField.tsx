import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { printArg } from '../../graph-core/symbolic'
import type { ArgValue } from '../../graph-core/symbolic'
import type { RowArgument } from '../session'
import styles from './Inspector.module.css'
import { readTyped } from './read-typed'

interface Props {
  readonly argument: RowArgument
  readonly onChange: (value: ReturnType<typeof readTyped>) => void
}

/** One argument, in the form its role asks for. */
export function ArgumentField({ argument: { name, role, position, cell }, onChange }: Props) {
  const { t } = useTranslation()
  const fallback = 'default' in role ? printArg(role.default as ArgValue) : ''
  if (position === null) {
    return (
      <label className={styles.field}>
        <span>{name}</span>
        <output>{t('inspector.inserted')}</output>
      </label>
    )
  }
  if (role.kind === 'bool') {
    const value = cell === undefined ? role.default : cell.value
    return (
      <label className={styles.field}>
        <span>{name}</span>
        <input type="checkbox" checked={value === true || value === 'True'} onChange={(event) => onChange(event.target.checked)} />
      </label>
    )
  }
  if (role.choices !== undefined) {
    return (
      <label className={styles.field}>
        <span>{name}</span>
        <select value={String(cell?.value ?? role.default)} onChange={(event) => onChange(event.target.value)}>
          {role.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      </label>
    )
  }
  return (
    <TextField
      key={cell?.text ?? ''}
      name={name}
      written={cell?.text ?? ''}
      fallback={fallback}
      onCommit={(text) => onChange(readTyped(text, role))}
    />
  )
}

interface TextProps {
  readonly name: string
  readonly written: string
  readonly fallback: string
  readonly onCommit: (text: string) => void
}

/** Text that is taken over by Enter or when the field is left. */
export function TextField({ name, written, fallback, onCommit }: TextProps) {
  const [draft, setDraft] = useState(written)
  const commit = () => {
    if (draft !== written) onCommit(draft)
  }
  return (
    <label className={styles.field}>
      <span>{name}</span>
      <input
        value={draft}
        placeholder={fallback}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit()
          if (event.key === 'Escape') setDraft(written)
        }}
      />
    </label>
  )
}
