import { type ClipboardEvent, type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure, Findings } from '../app/Findings'
import { modelSourceOf } from '../app/model-source'
import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { isCheckpointName } from '../checkpoint/endings'
import { takeWeights } from '../checkpoint/take-weights'
import styles from './Preview.module.css'
import { PreviewSettings } from './PreviewSettings'
import { Show } from './Show'
import type { PreviewState } from './preview'
import { pastedFile, takeFiles } from './sources/choose'
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
  const hasChanged = useHasChanged(state)
  const [isOver, setIsOver] = useState(false)
  const { ran, error, issues, isRunning, image } = state

  const onDrop = (event: DragEvent) => {
    setIsOver(false)
    if (!holdsFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    const files = [...event.dataTransfer.files]
    const weights = files.find(({ name }) => isCheckpointName(name))
    if (weights === undefined) void takeFiles(preview, files)
    else if (capabilities !== null) void takeWeights(connection, capabilities, preview, weights)
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files].filter(({ type }) => type.startsWith('image/'))
    if (files.length === 0) return
    event.preventDefault()
    // One that comes from a program rather than from a folder is called image.png by every browser.
    void takeFiles(preview, files.length > 1 ? files : files.map((file) => (file.name === 'image.png' ? pastedFile(file) : file)))
  }

  if (capabilities === null) return null
  const hasFailed = error !== null || issues.some(({ severity }) => severity === 'error')
  return (
    <section
      className={styles.panel}
      aria-label={t('preview.label')}
      tabIndex={-1}
      data-over={isOver}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        event.stopPropagation()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      onPaste={onPaste}
    >
      <div className={styles.body}>
        <PreviewSettings />
        <div className={styles.result} aria-busy={isRunning}>
          {isRunning && <div className={styles.busy} role="progressbar" aria-label={t('preview.running')} />}
          {error !== null && <Failure error={error} />}
          <Findings findings={issues} />
          {ran !== null ? (
            <Show
              state={state}
              ran={ran}
              preview={preview}
              hasChanged={hasChanged}
              isStale={hasFailed || (isRunning && image !== ran.image)}
            />
          ) : (
            !hasFailed && <p className={styles.empty}>{t(isRunning ? 'preview.running' : 'preview.empty')}</p>
          )}
        </div>
      </div>
    </section>
  )
}

/** Whether the model or its weights are others than those that were run. */
function useHasChanged({ ran, weights }: PreviewState): boolean {
  const session = useSession()
  const isOther = useSnapshot(() => ran !== null && JSON.stringify(ran.model) !== JSON.stringify(modelSourceOf(session)))
  return isOther || (ran !== null && ran.weights !== weights)
}
