import { useStore } from '@xyflow/react'
import { type KeyboardEvent, useRef } from 'react'
import styles from './TitleField.module.css'

interface Props {
  readonly label: string
  readonly title: string
  readonly placeholder: string
  readonly onTyped: (title: string) => void
  /** Typing is over: `true` where the keyboard goes back to where it was. */
  readonly onEnd: (byKey: boolean) => void
}

/** Seen from afar, the field is as large as close by. */
const enlargement = ({ transform: [, , zoom] }: { transform: readonly [number, number, number] }) => Math.max(1, 1 / zoom)

/** A title typed where it stands: Enter or a click elsewhere keeps it, Escape does not. */
export function TitleField({ label, title, placeholder, onTyped, onEnd }: Props) {
  const scale = useStore(enlargement)
  const isOver = useRef(false)
  const end = (typed: string | null, byKey: boolean) => {
    if (isOver.current) return
    isOver.current = true
    if (typed !== null && typed.trim() !== title) onTyped(typed.trim())
    onEnd(byKey)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') end(event.currentTarget.value, true)
    if (event.key === 'Escape') end(null, true)
  }
  return (
    <input
      className={`nodrag nopan nokey ${styles.field}`}
      style={{ transform: `scale(${scale})` }}
      aria-label={label}
      defaultValue={title}
      placeholder={placeholder}
      maxLength={80}
      spellCheck={false}
      ref={(input) => {
        if (input === null || input.ownerDocument.activeElement === input) return
        input.focus({ preventScroll: true })
        input.select()
      }}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => end(event.currentTarget.value, false)}
    />
  )
}
