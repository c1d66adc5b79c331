import { X } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { type DragEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tab } from '../documents/workspace'
import menu from './FileMenu.module.css'
import { TabMenu } from './TabMenu'
import styles from './Tabs.module.css'
import { useApp } from './use-app'

/** How a tab stands among the others. */
export interface TabPlace {
  readonly isActive: boolean
  readonly onDrag: (tab: Tab | null) => void
  /** Another one is dragged over it. */
  readonly onOver: () => void
}

interface Props extends TabPlace {
  readonly tab: Tab
  readonly name: string
  /** null: there is no file that can be named. */
  readonly path: string | null
  readonly title: string
  /** What its menu has for tabs of its kind alone. */
  readonly items?: ReactNode
  readonly children: ReactNode
}

/** A tab of any kind: looked at, dragged, closed, with a menu by a right click. */
export function TabFrame({ tab, name, path, title, items, isActive, onDrag, onOver, children }: Props) {
  const { t } = useTranslation()
  const { workspace, close } = useApp()
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!isActive) return
    const show = () => element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    show()
    window.addEventListener('resize', show)
    return () => window.removeEventListener('resize', show)
  }, [isActive, name])
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(tabType)) return
    event.preventDefault()
    onOver()
  }
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <span
          ref={element}
          className={styles.tab}
          data-active={isActive}
          title={title}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(tabType, '')
            event.dataTransfer.effectAllowed = 'move'
            onDrag(tab)
          }}
          onDragEnter={over}
          onDragOver={over}
          onDrop={over}
          onDragEnd={() => onDrag(null)}
          onMouseDown={(event) => event.button === 1 && event.preventDefault()}
          onAuxClick={(event) => event.button === 1 && void close(tab)}
        >
          <button type="button" aria-current={isActive ? 'page' : undefined} onClick={() => workspace.activate(tab.id)}>
            {children}
          </button>
          <button type="button" className={styles.close} aria-label={t('tabs.close', { name })} onClick={() => void close(tab)}>
            <X size={13} aria-hidden />
          </button>
        </span>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={menu.menu}>
          <TabMenu tab={tab} path={path}>
            {items}
          </TabMenu>
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** Tells a tab that is dragged from a file. */
const tabType = 'application/x-graft-tab'
