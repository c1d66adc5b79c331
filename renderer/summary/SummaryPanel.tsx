import { ClipboardList, FileDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fusedLine, markdownTable, summaryLine, textTable } from '../../graph-core/exporters/table'
import { CopyButton } from '../app/CopyButton'
import { useInView } from '../app/use-in-view'
import { useSnapshot } from '../app/use-session'
import controls from '../app/controls.module.css'
import { RowsGrid } from './RowsGrid'
import { ScaleTotals } from './ScaleTotals'
import styles from './SummaryPanel.module.css'
import { type Measure, measures } from './columns'

/** The layer table as the target prints it, with what it prints below, and the totals at every scale. */
export function SummaryPanel() {
  const { t } = useTranslation()
  const report = useSnapshot(({ report }) => report)
  const [ref, isInView] = useInView<HTMLElement>()
  const [measure, setMeasure] = useState<Measure>('params')
  const fused = fusedLine(report)
  return (
    <section ref={ref} className={styles.panel}>
      <div className={styles.body}>
        <RowsGrid measure={measure} />
        <ScaleTotals isWanted={isInView} />
      </div>
      <footer className={styles.footer}>
        <p className={styles.lines} data-unknown={fused === undefined}>
          {fused === undefined ? (
            t('summary.notBuilt')
          ) : (
            <>
              <span title={summaryLine(report)}>{summaryLine(report)}</span>
              <span title={fused}>{fused}</span>
            </>
          )}
        </p>
        <label>
          {t('summary.bars')}{' '}
          <select className={controls.select} value={measure} onChange={(event) => setMeasure(event.target.value as Measure)}>
            {measures.map((each) => (
              <option key={each} value={each}>
                {t(`summary.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <CopyButton text={() => textTable(report)} name={t('summary.copyText')} icon={ClipboardList} />
        <CopyButton text={() => markdownTable(report)} name={t('compare.copy')} icon={FileDown} />
      </footer>
    </section>
  )
}
