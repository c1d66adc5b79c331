import { TriangleAlert } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LoadReport, isNothing } from '../../graph-core/onnx/load-by-name'
import { CopyButton } from '../app/CopyButton'
import { Failure } from '../app/Findings'
import styles from './LoadSummary.module.css'
import { fitCounts, fitMarkdown, fitRows, shapeText } from './fit-text'
import type { Fit } from './use-fit'

/** As many rows as are drawn; copying gives all. */
const most = 300

/** What of the chosen checkpoint the model takes, as its library does: by name and shape. */
export function LoadSummary({ fit }: { fit: Fit }) {
  const { t } = useTranslation()
  switch (fit.status) {
    case 'none':
      return null
    case 'reading':
      return (
        <p className={styles.quiet} role="status">
          {t('fit.reading')}
        </p>
      )
    case 'failed':
      return <Failure error={fit.error} />
    case 'known':
      return <Known report={fit.report} />
  }
}

/** Hundreds of rows are only drawn while they are looked at, and again when there is another report. */
const Known = memo(function Known({ report }: { report: LoadReport }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { taken, all, fresh, left } = fitCounts(report)
  const rows = fitRows(report)
  const parts = [
    t('fit.carried', { taken, all }),
    ...(fresh > 0 ? [t('fit.fresh', { fresh })] : []),
    ...(left > 0 ? [t('fit.left', { left })] : []),
    ...(report.folded.length > 0 ? [t('fit.folded', { folded: report.folded.length })] : []),
  ]
  const line = parts.join(' · ')
  const cells = rows.map(({ kind, name, model, file, why }) => [
    t(`fit.kind.${kind}`),
    name,
    shapeText(model),
    shapeText(file),
    t(`fit.why.${why}`),
  ])
  const heads = [t('fit.column.kind'), t('fit.column.name'), t('fit.column.model'), t('fit.column.file'), t('fit.column.why')]
  return (
    <div className={styles.fit} role="group" aria-label={t('fit.label')}>
      {isNothing(report) && (
        <p className={styles.nothing} role="alert">
          <TriangleAlert size={15} aria-hidden />
          <span>{t('fit.nothing')}</span>
        </p>
      )}
      {rows.length === 0 ? (
        <p className={styles.quiet} role="status">
          {t('fit.whole', { all })}
        </p>
      ) : (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary data-odd={fresh > 0}>{line}</summary>
          <div className={styles.list} tabIndex={0} role="region" aria-label={t('fit.list')}>
            <table>
              <thead>
                <tr>
                  {heads.map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {cells.slice(0, isOpen ? most : 0).map((row, k) => (
                  <tr key={k}>
                    {row.map((cell, at) => (
                      <td key={at}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            {cells.length > most && <p>{t('fit.more', { count: cells.length - most })}</p>}
          </div>
          <CopyButton text={() => fitMarkdown(line, heads, cells)} name={t('fit.copy')} />
        </details>
      )}
    </div>
  )
})
