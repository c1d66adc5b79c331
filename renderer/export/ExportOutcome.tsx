import { useTranslation } from 'react-i18next'
import { CircleCheck, FolderOpen } from 'lucide-react'
import { fileSize } from '../../graph-core/exporters/file-size'
import { Findings, Failure } from '../app/Findings'
import type { Caller } from '../app/bulk'
import controls from '../app/controls.module.css'
import styles from './ExportDialog.module.css'
import type { ExportState } from './export-run'

interface Props {
  readonly state: ExportState
  readonly host: Caller
  readonly canShowInFolder: boolean
}

/** How far an export has come, and what came of it. */
export function ExportOutcome({ state, host, canShowInFolder }: Props) {
  const { t } = useTranslation()
  switch (state.status) {
    case 'idle':
      return null
    case 'failed':
      return <Failure error={state.error} />
    case 'running': {
      const { progress } = state
      return (
        <div className={styles.outcome} role="status">
          <progress aria-label={t('export.progress')} max={1} {...(progress?.total ? { value: progress.done / progress.total } : {})} />
          <span>
            {progress === null
              ? t('export.building')
              : t('export.written', { done: fileSize(progress.done), total: fileSize(progress.total ?? 0) })}
          </span>
        </div>
      )
    }
    case 'done':
      return (
        <div className={styles.outcome}>
          {state.files.map(({ name, path, bytes }) => (
            <p key={name} className={styles.file} role="status">
              <CircleCheck size={16} aria-hidden />
              <b title={path ?? undefined}>{name}</b>
              <span>{fileSize(bytes)}</span>
              {path === null && <span>{t('export.downloaded')}</span>}
              {path !== null && canShowInFolder && (
                <button type="button" className={controls.button} onClick={() => void host.call('file.showInFolder', { path })}>
                  <FolderOpen size={14} aria-hidden />
                  {t('export.showInFolder')}
                </button>
              )}
            </p>
          ))}
          {state.files.length === 0 && <p className={styles.refused}>{t('export.refused')}</p>}
          <Findings findings={state.issues} />
        </div>
      )
  }
}
