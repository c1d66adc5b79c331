import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckpointTab } from '../checkpoint/CheckpointTab'
import type { Tab } from '../documents/workspace'
import { ModelTab } from './ModelTab'
import styles from './Tabs.module.css'
import { useTooltip } from './shortcuts'
import { useApp, useStore } from './use-app'

/** The open models and checkpoints, side by side: dragged into another order, scrolled along where there are many. */
export function Tabs() {
  const { t } = useTranslation()
  const { workspace } = useApp()
  const { tabs, active } = useStore(workspace)
  const [dragged, setDragged] = useState<Tab | null>(null)
  const tooltip = useTooltip(t('start.new'), 'new')
  if (tabs.length === 0) return null
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      <div className={styles.strip} onWheel={scrollAlong}>
        {tabs.map((tab, at) => {
          const place = {
            isActive: tab.id === active,
            onDrag: setDragged,
            onOver: () => dragged !== null && dragged !== tab && workspace.move(dragged, at),
          }
          return tab.kind === 'model' ? (
            <ModelTab key={tab.id} document={tab} {...place} />
          ) : (
            <CheckpointTab key={tab.id} checkpoint={tab} {...place} />
          )
        })}
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
