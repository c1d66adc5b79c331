import { Database, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import tabs from '../app/Tabs.module.css'
import { useApp } from '../app/use-app'
import type { OpenCheckpoint } from './checkpoint'
import styles from './CheckpointView.module.css'

/** The tab of a checkpoint. */
export function CheckpointTab({ checkpoint, isActive }: { checkpoint: OpenCheckpoint; isActive: boolean }) {
  const { t } = useTranslation()
  const { workspace, checkpoints } = useApp()
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isActive])
  const { id, name, path } = checkpoint
  return (
    <span
      ref={element}
      className={tabs.tab}
      data-active={isActive}
      title={path ?? name}
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onAuxClick={(event) => event.button === 1 && checkpoints.close(checkpoint)}
    >
      <button type="button" aria-current={isActive ? 'page' : undefined} onClick={() => workspace.activate(id)}>
        <Database size={13} className={styles.tabIcon} aria-label={t('checkpoint.label')} role="img" />
        <span className={tabs.name}>{name}</span>
      </button>
      <button type="button" className={tabs.close} aria-label={t('tabs.close', { name })} onClick={() => checkpoints.close(checkpoint)}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}
