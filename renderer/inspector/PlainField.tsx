import { useState } from 'react'
import styles from './Inspector.module.css'

interface Props {
  readonly name: string
  readonly written: string
  readonly fallback?: string
  /** Why a text cannot be taken; undefined where it can. */
  readonly check?: (text: string) => string | undefined
  /** Without the name beside it, for cells of a table. */
  readonly isBare?: boolean
  readonly onCommit: (text: string) => void
}

/** A text of its own kind, such as a title: taken over by Enter or when the field is left. */
export function PlainField({ name, written, fallback = '', check, isBare = false, onCommit }: Props) {
  const [draft, setDraft] = useState(written)
  const problem = draft === written ? undefined : check?.(draft.trim())
  const commit = () => {
    if (draft !== written && problem === undefined) onCommit(draft.trim())
  }
  const field = (
    <input
      value={draft}
      aria-label={name}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={fallback}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape' && draft !== written) {
          event.stopPropagation()
          setDraft(written)
        }
      }}
    />
  )
  if (isBare) return field
  return (
    <>
      <div className={styles.field} data-written={written !== ''}>
        <label>
          <span>{name}</span>
          {field}
        </label>
      </div>
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
