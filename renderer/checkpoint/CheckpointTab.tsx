import { Database } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { TabFrame, type TabPlace } from '../app/TabFrame'
import { TabItem, TabLine } from '../app/TabMenu'
import tabs from '../app/Tabs.module.css'
import { useApp, useStore } from '../app/use-app'
import styles from './CheckpointView.module.css'
import type { OpenCheckpoint } from './checkpoint'
import { yamlOf } from './facts'

/** The tab of a checkpoint. */
export function CheckpointTab({ checkpoint, ...place }: { readonly checkpoint: OpenCheckpoint } & TabPlace) {
  const { t } = useTranslation()
  const { name, path } = checkpoint
  return (
    <TabFrame tab={checkpoint} name={name} path={path} title={path ?? name} items={<Items checkpoint={checkpoint} />} {...place}>
      <Database size={13} className={styles.tabIcon} aria-label={t('checkpoint.label')} role="img" />
      <span className={tabs.name}>{name}</span>
    </TabFrame>
  )
}

/** What a checkpoint's menu has beside that of any tab. */
function Items({ checkpoint }: { checkpoint: OpenCheckpoint }) {
  const { t } = useTranslation()
  const { openModelOf } = useApp()
  const state = useStore(checkpoint)
  const yaml = state.status === 'open' ? yamlOf(state.summary) : null
  return (
    <>
      <TabLine />
      <TabItem name={t('checkpoint.openModel')} run={() => yaml !== null && openModelOf(checkpoint, yaml)} isEnabled={yaml !== null} />
    </>
  )
}
