import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HostError } from '../../main/contract/host-error'
import { Failure, Findings } from '../app/Findings'
import { sendFile } from '../app/bulk'
import { useApp, useStore } from '../app/use-app'
import { useSnapshot } from '../app/use-session'
import { Outcome } from './Outcome'
import { Picture } from './Picture'
import styles from './Preview.module.css'
import { PreviewSettings } from './PreviewSettings'
import { usePreparing, usePreview } from './use-preview'

const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Runs the model on an image and shows what it finds. */
export function PreviewPanel() {
  const { t } = useTranslation()
  const { connection } = useApp()
  const { capabilities } = useStore(connection)
  const own = usePreview()
  const { preview, state } = own
  usePreparing(own)
  const text = useSnapshot(({ text }) => text)
  const [isOver, setIsOver] = useState(false)
  const { result, error, issues, isRunning } = state

  const onDrop = async (event: DragEvent) => {
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file === undefined || capabilities === null) return
    event.preventDefault()
    event.stopPropagation()
    try {
      preview.setImage({ name: file.name, source: await sendFile(connection, capabilities, file) })
      await preview.run()
    } catch (reason) {
      if (!(reason instanceof HostError)) throw reason
      preview.fail(reason)
    }
  }

  if (capabilities === null) return null
  return (
    <section
      className={styles.panel}
      aria-label={t('preview.label')}
      data-over={isOver}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => void onDrop(event)}
    >
      <div className={styles.body}>
        <PreviewSettings />
        <div className={styles.result} aria-busy={isRunning}>
          {isRunning && <div className={styles.busy} role="progressbar" aria-label={t('preview.running')} />}
          {error !== null && <Failure error={error} />}
          <Findings findings={issues} />
          {result === null ? (
            error === null && issues.length === 0 && <p className={styles.empty}>{t(isRunning ? 'preview.running' : 'preview.empty')}</p>
          ) : (
            <div className={styles.show}>
              <Picture
                picture={result.picture}
                url={capabilities.bulkUrl + result.picture.handle}
                name={state.resultOf}
                names={result.names}
                shown={state.shown}
                isCrowded={state.showsBest}
              />
              <Outcome state={state} result={result} preview={preview} hasChanged={state.ranText !== text} />
            </div>
          )}
        </div>
      </div>
    </section>
  )
}
