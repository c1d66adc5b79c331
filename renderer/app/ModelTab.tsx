import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OpenDocument } from '../documents/document'
import { TabFrame, type TabPlace } from './TabFrame'
import { TabItem, TabLine } from './TabMenu'
import styles from './Tabs.module.css'
import { useApp, useStore } from './use-app'

/** The tab of a model. */
export function ModelTab({ document, ...place }: { readonly document: OpenDocument } & TabPlace) {
  const { t } = useTranslation()
  const { name, ref, isReadOnly } = useStore(document)
  const { isDirty } = useStore(document.session)
  const path = ref?.path ?? null
  return (
    <TabFrame
      tab={document}
      name={name}
      path={path}
      title={path ?? t('tabs.neverSaved')}
      items={<FileItems document={document} isDirty={isDirty} hasFile={ref !== null} />}
      {...place}
    >
      <span className={styles.name}>{name}</span>
      {isReadOnly && (
        <span className={styles.lock} role="img" aria-label={t('tabs.readOnly')} title={t('tabs.readOnly')}>
          <Lock size={12} aria-hidden />
        </span>
      )}
      {isDirty && <span className={styles.dot} role="img" aria-label={t('tabs.unsaved')} />}
    </TabFrame>
  )
}

/** What a model's menu has beside that of any tab. */
function FileItems({ document, isDirty, hasFile }: { document: OpenDocument; isDirty: boolean; hasFile: boolean }) {
  const { t } = useTranslation()
  const { revert } = useApp()
  return (
    <>
      <TabLine />
      <TabItem name={t('action.save')} run={() => document.session.save()} isEnabled={isDirty || !hasFile} />
      <TabItem name={t('action.saveAs')} run={() => document.session.save('another')} />
      <TabItem name={t('action.revert')} run={() => revert(document)} isEnabled={isDirty && hasFile} />
    </>
  )
}
