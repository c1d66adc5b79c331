import { type DockviewApi, DockviewReact, type IDockviewPanelProps } from 'dockview-react'
import 'dockview-react/dist/styles/dockview.css'
import { type FunctionComponent, type SyntheticEvent, useEffect, useLayoutEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useStore } from '../app/use-app'
import { useSnapshot } from '../app/use-session'
import styles from './Dock.module.css'
import { PanelBoundary } from './PanelBoundary'
import { PanelTab } from './PanelTab'
import { panelAttribute } from './focus'
import { type PanelId, panelIds, panels } from './panels'

const theme = { name: 'graft', className: styles.dock! }

/** The panels, side by side, behind each other, or hidden. */
export function Dock() {
  const { t } = useTranslation()
  const { panels: layout } = useApp()
  const [api, setApi] = useState<DockviewApi | null>(null)
  useLayoutEffect(() => (api === null ? undefined : layout.attach(api)), [api, layout])
  useEffect(() => {
    window.addEventListener('pagehide', layout.flush)
    return () => window.removeEventListener('pagehide', layout.flush)
  }, [layout])
  const touch = ({ target }: SyntheticEvent) => {
    if ((target as Element).closest('.dv-sash, .dv-tabs-and-actions-container') !== null) layout.touch()
  }
  return (
    <div className={styles.frame} onPointerDownCapture={touch} onKeyDownCapture={touch}>
      <DockviewReact
        theme={theme}
        components={contents}
        defaultTabComponent={PanelTab}
        onReady={(ready) => setApi(ready.api)}
        disableFloatingGroups
        scrollbars="native"
        messages={{
          panelOpened: (name) => t('panels.opened', { name }),
          panelClosed: (name) => t('panels.closed', { name }),
          groupMaximized: (name) => t('panels.maximized', { name }),
          groupRestored: (name) => t('panels.restored', { name }),
        }}
      />
    </div>
  )
}

const contents: Readonly<Record<PanelId, FunctionComponent<IDockviewPanelProps>>> = Object.fromEntries(
  panelIds.map((id) => [id, (props: IDockviewPanelProps) => <Content id={id} {...props} />]),
) as Record<PanelId, FunctionComponent<IDockviewPanelProps>>

/** A panel's content, made when it is first seen: the canvas measures itself, and the editor's code is fetched only to be looked at. */
function Content({ id, api }: { id: PanelId } & IDockviewPanelProps) {
  const { t } = useTranslation()
  const { active } = useStore(useApp().workspace)
  const issues = useSnapshot(({ issues }) => issues.length)
  const { component: Component, followsModel } = panels[id]
  const model = followsModel ? '' : String(active)
  const [seen, setSeen] = useState(api.isVisible ? model : null)
  useEffect(() => {
    if (api.isVisible) setSeen(model)
    const changes = api.onDidVisibilityChange(({ isVisible }) => isVisible && setSeen(model))
    return () => changes.dispose()
  }, [api, model])

  const title = t(`panel.${id}`)
  const name = id === 'issues' ? `${title} ${issues}` : title
  useEffect(() => api.setTitle(name), [api, name])
  return (
    <div className={styles.content} {...{ [panelAttribute]: id }} tabIndex={-1} role="group" aria-label={title}>
      {seen === model && (
        <PanelBoundary key={model} title={title}>
          <Component />
        </PanelBoundary>
      )}
    </div>
  )
}
