import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './YamlText.module.css'

/** The model's text. Nothing is written while an input method composes; undo is the session's. */
export function YamlText() {
  const { t } = useTranslation()
  const session = useSession()
  const { text, isBroken } = useSnapshot()
  const [composed, setComposed] = useState<string | null>(null)
  const numbers = useRef<HTMLPreElement>(null)
  const shown = composed ?? text
  return (
    <div className={styles.text} data-broken={isBroken}>
      <pre ref={numbers} className={styles.numbers} aria-hidden="true">
        {shown.split('\n').map((_, k) => `${k + 1}\n`)}
      </pre>
      <textarea
        className={styles.area}
        aria-label={t('text.label')}
        spellCheck={false}
        wrap="off"
        value={shown}
        onScroll={(event) => {
          if (numbers.current !== null) numbers.current.scrollTop = event.currentTarget.scrollTop
        }}
        onChange={(event) => (composed === null ? session.setText(event.target.value) : setComposed(event.target.value))}
        onCompositionStart={() => setComposed(text)}
        onCompositionEnd={(event) => {
          setComposed(null)
          session.setText(event.currentTarget.value)
        }}
      />
    </div>
  )
}
