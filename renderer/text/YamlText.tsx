import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession, useSnapshot } from '../app/use-session'
import type { Session } from '../session'
import styles from './YamlText.module.css'
import './colours.css'
import { loadMonaco } from './load-monaco'
import type { MountedEditor, mountEditor } from './mount-editor'

/** More than a screen holds. */
const firstLook = 10_000

/** The model's text in an editor. Until the editor's code is there, the text can be read. */
export function YamlText() {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const isBroken = useSnapshot((snapshot) => snapshot.isBroken)
  const element = useRef<HTMLDivElement>(null)
  const editor = useRef<MountedEditor>(null)
  const views = useRef(new WeakMap<Session, unknown>())
  const [mount, setMount] = useState<{ readonly editor: typeof mountEditor } | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [hasFailed, setHasFailed] = useState(false)

  useEffect(() => {
    let isWanted = true
    const load = () =>
      loadMonaco(i18n.language).then(
        ({ mountEditor }) => isWanted && setMount({ editor: mountEditor }),
        () => isWanted && setHasFailed(true),
      )
    // After a frame, so that the canvas is drawn before the editor's code is read.
    const frame = requestAnimationFrame(() => setTimeout(() => void load()))
    return () => {
      isWanted = false
      cancelAnimationFrame(frame)
    }
  }, [i18n, attempt])

  useEffect(() => editor.current?.speak(), [t])

  useEffect(() => {
    if (mount === null || element.current === null) return
    const mounted = mount.editor(element.current, session, i18n, views.current.get(session))
    editor.current = mounted
    return () => {
      views.current.set(session, mounted.view())
      editor.current = null
      mounted.dispose()
    }
  }, [mount, session, i18n])

  const tryAgain = () => {
    setHasFailed(false)
    setAttempt(attempt + 1)
  }

  return (
    <div className={styles.text} data-broken={isBroken}>
      {mount === null && <pre className={styles.waiting}>{session.text().slice(0, firstLook)}</pre>}
      {/* The canvas pans while Space is held, unless it is pressed in a field or in what is named so. */}
      <div ref={element} className={`${styles.editor} nokey`} />
      {hasFailed && (
        <div className={styles.failed} role="alert">
          {t('text.notLoaded')}
          <button type="button" onClick={tryAgain}>
            {t('notice.do.retry')}
          </button>
        </div>
      )}
    </div>
  )
}
