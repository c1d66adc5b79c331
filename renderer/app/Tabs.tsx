import { Lock, Plus, X } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckpointTab } from '../checkpoint/CheckpointTab'
import type { OpenDocument } from '../documents/document'
import menu from './FileMenu.module.css'
import { TabMenu } from './TabMenu'
import styles from './Tabs.module.css'
import { useTooltip } from './shortcuts'
import { useApp, useStore } from './use-app'

/** The open models and checkpoints, side by side: dragged into another order, scrolled along where there are many. */
export function Tabs() {
  const { t } = useTranslation()
  const { workspace, checkpoints } = useApp()
  const { documents, active } = useStore(workspace)
  const opened = useStore(checkpoints)
  const [dragged, setDragged] = useState<OpenDocument | null>(null)
  const tooltip = useTooltip(t('start.new'), 'new')
  if (documents.length === 0 && opened.length === 0) return null
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      <div className={styles.strip} onWheel={scrollAlong}>
        {documents.map((document) => (
          <OneTab
            key={document.id}
            document={document}
            isActive={document.id === active}
            onDrag={setDragged}
            onOver={() => dragged !== null && dragged !== document && workspace.move(dragged, documents.indexOf(document))}
          />
        ))}
        {opened.map((checkpoint) => (
          <CheckpointTab key={checkpoint.id} checkpoint={checkpoint} isActive={checkpoint.id === active} />
        ))}
      </div>
      <button
        type="button"
        className={styles.add}
        aria-label={t('start.new')}
        title={tooltip}
        data-active={active === null}
        onClick={() => workspace.activate(null)}
      >
        <Plus size={15} aria-hidden />
      </button>
    </nav>
  )
}

/** A wheel that turns up and down leads along the tabs. */
function scrollAlong({ currentTarget, deltaX, deltaY }: React.WheelEvent): void {
  if (deltaX === 0) currentTarget.scrollLeft += deltaY
}

interface TabProps {
  readonly document: OpenDocument
  readonly isActive: boolean
  readonly onDrag: (document: OpenDocument | null) => void
  readonly onOver: () => void
}

function OneTab({ document, isActive, onDrag, onOver }: TabProps) {
  const { t } = useTranslation()
  const { workspace, close } = useApp()
  const { name, ref, isReadOnly } = useStore(document)
  const { isDirty } = useStore(document.session)
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
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
          title={ref?.path ?? t('tabs.neverSaved')}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(tabType, '')
            event.dataTransfer.effectAllowed = 'move'
            onDrag(document)
          }}
          onDragEnter={over}
          onDragOver={over}
          onDrop={over}
          onDragEnd={() => onDrag(null)}
          onMouseDown={(event) => event.button === 1 && event.preventDefault()}
          onAuxClick={(event) => event.button === 1 && void close(document)}
        >
          <button type="button" aria-current={isActive ? 'page' : undefined} onClick={() => workspace.activate(document.id)}>
            <span className={styles.name}>{name}</span>
            {isReadOnly && (
              <span className={styles.lock} role="img" aria-label={t('tabs.readOnly')} title={t('tabs.readOnly')}>
                <Lock size={12} aria-hidden />
              </span>
            )}
            {isDirty && <span className={styles.dot} role="img" aria-label={t('tabs.unsaved')} />}
          </button>
          <button type="button" className={styles.close} aria-label={t('tabs.close', { name })} onClick={() => void close(document)}>
            <X size={13} aria-hidden />
          </button>
        </span>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={menu.menu}>
          <TabMenu document={document} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** Tells a tab that is dragged from a file. */
const tabType = 'application/x-graft-tab'
