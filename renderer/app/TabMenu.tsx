import { ContextMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { HostError } from '../../main/contract/host-error'
import type { OpenDocument } from '../documents/document'
import menu from './FileMenu.module.css'
import { useApp, useStore } from './use-app'

/** What can be done with one of the open models, by a right click on its tab. */
export function TabMenu({ document }: { document: OpenDocument }) {
  const { t } = useTranslation()
  const { workspace, connection, notices, close, closeAll, revert } = useApp()
  const { documents } = useStore(workspace)
  const { ref } = useStore(document)
  const { isDirty } = useStore(document.session)
  const { capabilities } = useStore(connection)
  const at = documents.indexOf(document)

  const showInFolder = async (path: string) => {
    try {
      await connection.call('file.showInFolder', { path })
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      notices.fail('folder', error)
    }
  }
  const item = (name: string, run: () => unknown, isEnabled = true) => (
    <ContextMenu.Item className={menu.item} disabled={!isEnabled} onSelect={() => void run()}>
      {name}
    </ContextMenu.Item>
  )
  const line = <ContextMenu.Separator className={menu.line} />
  return (
    <>
      {item(t('action.closeTab'), () => close(document))}
      {item(t('tabs.closeOthers'), () => closeAll(documents.filter((other) => other !== document)), documents.length > 1)}
      {item(t('tabs.closeRight'), () => closeAll(documents.slice(at + 1)), at < documents.length - 1)}
      {line}
      {item(t('action.save'), () => document.session.save(), isDirty || ref === null)}
      {item(t('action.saveAs'), () => document.session.save('another'))}
      {item(t('action.revert'), () => revert(document), isDirty && ref !== null)}
      {line}
      {item(t('tabs.moveLeft'), () => workspace.move(document, at - 1), at > 0)}
      {item(t('tabs.moveRight'), () => workspace.move(document, at + 1), at < documents.length - 1)}
      {line}
      {item(t('tabs.copyPath'), () => navigator.clipboard.writeText(ref!.path), ref !== null)}
      {capabilities?.canShowInFolder === true && item(t('export.showInFolder'), () => showInFolder(ref!.path), ref !== null)}
    </>
  )
}
