import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PreviewPanel } from '../preview/PreviewPanel'
import { useSnapshot } from '../app/use-session'
import styles from './BottomPanel.module.css'
import { IssuesPanel } from './IssuesPanel'
import { SummaryTable } from './SummaryTable'

const panels = { summary: SummaryTable, issues: IssuesPanel, preview: PreviewPanel } as const

/** What is known of the whole model, under the canvas. */
export function BottomPanel() {
  const { t } = useTranslation()
  const { issues } = useSnapshot()
  const [open, setOpen] = useState<keyof typeof panels>('summary')
  const Panel = panels[open]
  return (
    <section className={styles.panel} aria-label={t('panel.label')}>
      <div role="tablist" className={styles.tabs}>
        {(Object.keys(panels) as (keyof typeof panels)[]).map((name) => (
          <button key={name} type="button" role="tab" aria-selected={name === open} onClick={() => setOpen(name)}>
            {t(`panel.${name}`)}
            {name === 'issues' && <span data-some={issues.length > 0}>{issues.length}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" className={styles.content}>
        <Panel />
      </div>
    </section>
  )
}
