import { useTranslation } from 'react-i18next'
import { useInView } from '../app/use-in-view'
import { count } from '../app/format'
import { useSnapshot } from '../app/use-session'
import { useEveryScale } from '../summary/use-every-scale'
import styles from './Inspector.module.css'

/** The row at every scale of the model. Nothing for a model that has none. */
export function RowAtScales({ i }: { i: number }) {
  const { t } = useTranslation()
  const [ref, isInView] = useInView<HTMLDivElement>()
  const report = useSnapshot(({ report }) => report)
  const { scales = [], isOld } = useEveryScale(isInView)
  const rows = scales.flatMap(({ scale, rows }) => (scale !== '' && rows[i] !== undefined ? [{ scale, row: rows[i] }] : []))
  return (
    <div ref={ref} className={styles.scales}>
      {rows.length > 0 && (
        <table aria-label={t('inspector.scales')} aria-busy={isOld}>
          <thead>
            <tr>
              <th>{t('bar.scale')}</th>
              <th data-number>{t('summary.params')}</th>
              <th data-number>{t('summary.gflops')}</th>
              <th>{t('summary.output')}</th>
              <th>{t('summary.arguments')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ scale, row: { n, args, out, params, gflops } }) => (
              <tr key={scale} aria-current={scale === report.scale}>
                <th scope="row">{scale}</th>
                <td data-number>{count(params)}</td>
                <td data-number>{gflops.toFixed(2)}</td>
                <td>{out ?? '–'}</td>
                <td title={args}>{n > 1 ? `${args} ×${n}` : args}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
