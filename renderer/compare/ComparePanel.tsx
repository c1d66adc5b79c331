import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../app/CopyButton'
import { useInView } from '../app/use-in-view'
import { useSnapshot } from '../app/use-session'
import { BaselineChoice } from './BaselineChoice'
import styles from './ComparePanel.module.css'
import { RowsTable } from './RowsTable'
import { ScalesTable } from './ScalesTable'
import { comparisonOf, countKinds, sideBySide } from './comparison'
import { comparisonMarkdown } from './markdown'
import { useScales } from './use-scales'

/** The model beside another one, or beside what it was. Behind another panel it compares nothing. */
export function ComparePanel() {
  const { t } = useTranslation()
  const [ref, isInView] = useInView<HTMLElement>()
  return (
    <section ref={ref} className={styles.panel} aria-label={t('panel.compare')}>
      {isInView && <Differences />}
    </section>
  )
}

/** Rows, header and totals that are different. */
function Differences() {
  const { t } = useTranslation()
  const snapshot = useSnapshot()
  const { comparedTo, document, report } = snapshot
  const [isWhole, setWhole] = useState(false)
  const scales = useScales()
  const rows = useMemo(() => sideBySide({ comparedTo, document, report }), [comparedTo, document, report])
  const { header, isSame } = comparisonOf(comparedTo.document, document)
  const counts = countKinds(rows)
  const shown = isWhole ? rows : rows.filter(({ kind }) => kind !== 'kept')
  const beforeName = comparedTo.name ?? t('compare.opened')

  const markdown = () => {
    const labels = {
      title: t('compare.title', { before: beforeName, after: report.name }),
      scale: t('bar.scale'),
      layers: t('bar.layers'),
      params: t('bar.params'),
      gflops: t('bar.gflops'),
      before: t('compare.before'),
      after: t('compare.after'),
      from: t('summary.from'),
      repeats: t('summary.n'),
      module: t('summary.module'),
      args: t('summary.arguments'),
    }
    const here = [{ scale: report.scale, before: comparedTo.report.totals, after: report.totals }]
    return comparisonMarkdown(labels, scales ?? here, header, rows)
  }

  return (
    <>
      <header className={styles.bar}>
        <BaselineChoice />
        <p className={styles.counts} role="status">
          {(['added', 'removed', 'changed', 'moved'] as const)
            .filter((kind) => counts[kind] > 0)
            .map((kind) => (
              <span key={kind} data-kind={kind}>
                {t(`compare.count.${kind}`, { count: counts[kind] })}
              </span>
            ))}
        </p>
        <label className={styles.whole}>
          <input type="checkbox" checked={isWhole} onChange={(event) => setWhole(event.target.checked)} />
          {t('compare.all')}
        </label>
        <CopyButton text={markdown} name={t('compare.copy')} />
      </header>
      <div className={styles.body}>
        <div className={styles.rows}>
          {header.map(({ key, before, after }) => (
            <p key={key} className={styles.key}>
              <code>{key}</code> <del>{before ?? t('compare.nothing')}</del> <ins>{after ?? t('compare.nothing')}</ins>
            </p>
          ))}
          {isSame && !isWhole ? <p className={styles.none}>{t('compare.same')}</p> : <RowsTable rows={shown} />}
        </div>
        <ScalesTable scales={scales} current={report.scale} />
      </div>
    </>
  )
}
