import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckpointView } from '../checkpoint/CheckpointView'
import { FindBar } from '../find/FindBar'
import { Dock } from '../panels/Dock'
import { PanelBoundary } from '../panels/PanelBoundary'
import styles from './App.module.css'
import { ConnectionBanner, DiskBanner } from './Banners'
import { DropTarget } from './DropTarget'
import { SkipLink } from './SkipLink'
import { StartPage } from './StartPage'
import { Tabs } from './Tabs'
import { TopBar } from './TopBar'
import { runAction } from './actions'
import type { AppModel } from './app-model'
import { Dialogs } from './dialogs/Dialogs'
import { Notices } from './notices/Notices'
import { listenToShortcuts } from './shortcuts'
import type { Template } from './templates'
import { AppContext, useStore } from './use-app'
import { SessionContext } from './use-session'

/** The window: start page, or one of the open models and checkpoints. */
export function App({ app, templates }: { app: AppModel; templates: readonly Template[] }) {
  const { t } = useTranslation()
  const { tabs, active } = useStore(app.workspace)
  const shown = tabs.find(({ id }) => id === active)
  const document = shown?.kind === 'model' ? shown : undefined

  useEffect(() => listenToShortcuts(window, app), [app])
  useEffect(() => app.connection.on('app.command', ({ command }) => runAction(app, command)), [app])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (app.workspace.getSnapshot().documents.some(({ session }) => session.getSnapshot().isDirty)) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [app])

  return (
    <AppContext value={app}>
      <SessionContext value={document?.session ?? null}>
        <DropTarget className={styles.window}>
          {document !== undefined && (
            <>
              <SkipLink />
              <PanelBoundary title={t('app.bar')}>
                <TopBar />
              </PanelBoundary>
            </>
          )}
          <PanelBoundary title={t('tabs.label')}>
            <Tabs />
          </PanelBoundary>
          <ConnectionBanner />
          {shown?.kind === 'checkpoint' ? (
            <PanelBoundary key={shown.id} title={shown.name}>
              <CheckpointView checkpoint={shown} />
            </PanelBoundary>
          ) : document === undefined ? (
            <PanelBoundary title={t('app.start')}>
              <StartPage templates={templates} />
            </PanelBoundary>
          ) : (
            <>
              <DiskBanner document={document} />
              <PanelBoundary key={document.id} title={t('find.label')}>
                <FindBar />
              </PanelBoundary>
              <main className={styles.work}>
                <Dock />
              </main>
            </>
          )}
        </DropTarget>
        <Dialogs templates={templates} />
        <Notices />
      </SessionContext>
    </AppContext>
  )
}
