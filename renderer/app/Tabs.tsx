import { Lock, Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OpenDocument } from '../documents/document'
import styles from './Tabs.module.css'
import { useApp, useStore } from './use-app'

/** The open models, side by side. */
export function Tabs() {
  const { t } = useTranslation()
  const { workspace } = useApp()
  const { documents, active } = useStore(workspace)
  if (documents.length === 0) return null
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      {documents.map((document) => (
        <OneTab key={document.id} document={document} isActive={document.id === active} />
      ))}
      <button
        type="button"
        className={styles.add}
        aria-label={t('start.new')}
        title={t('start.new')}
        data-active={active === null}
        onClick={() => workspace.activate(null)}
      >
        <Plus size={15} aria-hidden />
      </button>
    </nav>
  )
}

function OneTab({ document, isActive }: { document: OpenDocument; isActive: boolean }) {
  const { t } = useTranslation()
  const { workspace, close } = useApp()
  const { name, ref, isReadOnly } = useStore(document)
  const { isDirty } = useStore(document.session)
  return (
    <span className={styles.tab} data-active={isActive} title={ref?.path ?? t('tabs.neverSaved')}>
      <button
        type="button"
        aria-current={isActive ? 'page' : undefined}
        onClick={() => workspace.activate(document.id)}
        onAuxClick={(event) => event.button === 1 && void close(document)}
      >
        {name}
        {isReadOnly && <Lock className={styles.lock} size={12} role="img" aria-label={t('tabs.readOnly')} />}
        {isDirty && <span className={styles.dot} role="img" aria-label={t('tabs.unsaved')} />}
      </button>
      <button type="button" className={styles.close} aria-label={t('tabs.close', { name })} onClick={() => void close(document)}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}
