import { ContextMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { HostError } from '../../main/contract/host-error'
import type { Tab } from '../documents/workspace'
import menu from './FileMenu.module.css'
import { useApp, useStore } from './use-app'

interface Props {
  readonly tab: Tab
  /** null: there is no file that can be named. */
  readonly path: string | null
  /** What tabs of its kind have alone. */
  readonly children: ReactNode
}

/** What can be done with one of the open models and checkpoints, by a right click on its tab. */
export function TabMenu({ tab, path, children }: Props) {
  const { t } = useTranslation()
  const { workspace, connection, notices, close, closeAll } = useApp()
  const { tabs } = useStore(workspace)
  const { capabilities } = useStore(connection)
  const at = tabs.indexOf(tab)
  const isLast = at === tabs.length - 1

  const showInFolder = async (file: string) => {
    try {
      await connection.call('file.showInFolder', { path: file })
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      notices.fail('folder', error)
    }
  }
  return (
    <>
      <TabItem name={t('action.closeTab')} run={() => close(tab)} />
      <TabItem name={t('tabs.closeOthers')} run={() => closeAll(tabs.filter((other) => other !== tab))} isEnabled={tabs.length > 1} />
      <TabItem name={t('tabs.closeRight')} run={() => closeAll(tabs.slice(at + 1))} isEnabled={!isLast} />
      {children}
      <TabLine />
      <TabItem name={t('tabs.moveLeft')} run={() => workspace.move(tab, at - 1)} isEnabled={at > 0} />
      <TabItem name={t('tabs.moveRight')} run={() => workspace.move(tab, at + 1)} isEnabled={!isLast} />
      <TabLine />
      <TabItem name={t('tabs.copyPath')} run={() => navigator.clipboard.writeText(path!)} isEnabled={path !== null} />
      {capabilities?.canShowInFolder === true && (
        <TabItem name={t('export.showInFolder')} run={() => showInFolder(path!)} isEnabled={path !== null} />
      )}
    </>
  )
}

/** One thing that can be done. */
export function TabItem({ name, run, isEnabled = true }: { name: string; run: () => unknown; isEnabled?: boolean }) {
  return (
    <ContextMenu.Item className={menu.item} disabled={!isEnabled} onSelect={() => void run()}>
      {name}
    </ContextMenu.Item>
  )
}

export const TabLine = () => <ContextMenu.Separator className={menu.line} />
