import type { IDockviewPanelHeaderProps } from 'dockview-react'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app/use-app'
import { useSnapshot } from '../app/use-session'
import type { Snapshot } from '../session'
import styles from './Dock.module.css'
import { type PanelId, panels } from './panels'

const worstOf = ({ issues }: Snapshot) =>
  (['error', 'warning', 'info'] as const).find((severity) => issues.some((issue) => issue.severity === severity))

/** A panel's name, by which it is dragged; a double click gives it the window, and takes it back. */
export function PanelTab({ api }: IDockviewPanelHeaderProps) {
  const { t } = useTranslation()
  const { panels: layout } = useApp()
  const count = useSnapshot(({ issues }) => issues.length)
  const worst = useSnapshot(worstOf)
  const id = api.id as PanelId
  const { icon: Icon } = panels[id]
  const name = t(`panel.${id}`)
  return (
    <div className={styles.tab} onDoubleClick={() => layout.toggleMaximized(id)}>
      <Icon size={14} aria-hidden />
      <span>{name} </span>
      {id === 'issues' && <b data-worst={worst}>{count}</b>}
      {/* For the mouse: a tab holds no button. The keyboard has the View menu and the command palette. */}
      <span
        className={styles.hide}
        aria-hidden
        title={t('panels.hide', { name })}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => layout.hide(id)}
      >
        <X size={12} />
      </span>
    </div>
  )
}
