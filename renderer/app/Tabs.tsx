import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Tabs.module.css'
import type { Tab, Workspace } from './workspace'

interface Props {
  readonly workspace: Workspace
  readonly tabs: readonly Tab[]
  readonly active: number | null
}

/** The open models, side by side. */
export function Tabs({ workspace, tabs, active }: Props) {
  const { t } = useTranslation()
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      {tabs.map((tab) => (
        <OneTab key={tab.id} tab={tab} isActive={tab.id === active} workspace={workspace} />
      ))}
      <button
        type="button"
        className={styles.add}
        aria-label={t('start.new')}
        title={t('start.new')}
        onClick={() => workspace.activate(null)}
      >
        <svg width="14" height="14" viewBox="0 0 14 14" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
          <path d="M7 2v10M2 7h10" />
        </svg>
      </button>
    </nav>
  )
}

function OneTab({ tab: { id, session }, isActive, workspace }: { tab: Tab; isActive: boolean; workspace: Workspace }) {
  const { t } = useTranslation()
  const { path, isDirty } = useSyncExternalStore(session.subscribe, session.getSnapshot)
  const name = path?.split(/[\\/]/).at(-1) ?? t('tabs.untitled')
  return (
    <span className={styles.tab} data-active={isActive}>
      <button type="button" aria-current={isActive ? 'page' : undefined} onClick={() => workspace.activate(id)}>
        {name}
        {isDirty && <span className={styles.dot} role="img" aria-label={t('tabs.unsaved')} />}
      </button>
      <button type="button" className={styles.close} aria-label={t('tabs.close', { name })} onClick={() => workspace.close(id)}>
        <svg width="10" height="10" viewBox="0 0 10 10" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
          <path d="M2 2l6 6M8 2l-6 6" />
        </svg>
      </button>
    </span>
  )
}
