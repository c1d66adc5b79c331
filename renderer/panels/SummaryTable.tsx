import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type ArgValue, printArg } from '../../graph-core/symbolic'
import { categoryOfRow } from '../app/category'
import { count, shapeText } from '../app/format'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './SummaryTable.module.css'

/** The layer table, as the target prints it. */
export function SummaryTable() {
  const { t } = useTranslation()
  const session = useSession()
  const report = useSnapshot(({ report }) => report)
  const selection = useSnapshot(({ selection }) => selection)
  const body = useRef<HTMLTableSectionElement>(null)
  useEffect(() => {
    body.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [selection])
  const most = Math.max(1, ...report.rows.map(({ params }) => params))
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('panel.summary')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{'#'}</th>
            <th>{t('summary.from')}</th>
            <th>{t('summary.n')}</th>
            <th data-number>{t('summary.params')}</th>
            <th>{t('summary.module')}</th>
            <th>{t('summary.arguments')}</th>
            <th>{t('summary.output')}</th>
            <th>{t('summary.share')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {report.rows.map((row) => (
            <tr
              key={row.id}
              aria-selected={selection.includes(row.id)}
              data-failed={row.status === 'failed'}
              onClick={() => session.select([row.i])}
            >
              <td>{row.i}</td>
              <td>{printArg(row.from as ArgValue)}</td>
              <td>{row.n}</td>
              <td data-number>{row.modules.size > 0 ? count(row.params) : '–'}</td>
              <td>
                <i style={{ background: `var(--category-${categoryOfRow(session.library, report, row.module)})` }} />
                {row.module}
              </td>
              <td className={styles.arguments}>{printArg(row.args)}</td>
              <td>{shapeText(row.out) ?? '–'}</td>
              <td>
                <span
                  className={styles.share}
                  style={{
                    width: `${(60 * row.params) / most}px`,
                    background: `var(--category-${categoryOfRow(session.library, report, row.module)})`,
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
