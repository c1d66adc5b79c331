import { useEffect, useSyncExternalStore } from 'react'
import { Canvas } from '../canvas/Canvas'
import { Inspector } from '../inspector/Inspector'
import { Palette } from '../palette/Palette'
import { BottomPanel } from '../panels/BottomPanel'
import { YamlText } from '../text/YamlText'
import styles from './App.module.css'
import { StartPage } from './StartPage'
import { Tabs } from './Tabs'
import { TopBar } from './TopBar'
import type { Template } from './templates'
import { SessionContext } from './use-session'
import type { Workspace } from './workspace'

/** The window: start page or one of the open models. */
export function App({ workspace, templates }: { workspace: Workspace; templates: readonly Template[] }) {
  const { tabs, active } = useSyncExternalStore(workspace.subscribe, workspace.getSnapshot)
  const session = tabs.find(({ id }) => id === active)?.session

  useEffect(() => {
    if (session === undefined) return
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const action = key === 'z' ? (event.shiftKey ? session.redo : session.undo) : key === 'y' ? session.redo : undefined
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [session])

  const tabBar = tabs.length > 0 && <Tabs workspace={workspace} tabs={tabs} active={active} />
  if (session === undefined) {
    return (
      <div className={styles.window}>
        {tabBar}
        <StartPage templates={templates} onOpen={(text, path) => workspace.open(text, path)} />
      </div>
    )
  }
  return (
    <SessionContext value={session} key={active}>
      <div className={styles.window}>
        <TopBar />
        {tabBar}
        <div className={styles.work}>
          <Palette />
          <main className={styles.centre}>
            <Canvas />
            <BottomPanel />
          </main>
          <aside className={styles.side}>
            <YamlText />
            <Inspector />
          </aside>
        </div>
      </div>
    </SessionContext>
  )
}
