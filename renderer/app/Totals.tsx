import { useTranslation } from 'react-i18next'
import styles from './TopBar.module.css'
import { count, difference } from './format'
import { useSnapshot } from './use-session'

/**
 * `249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2`. A model that PyTorch would refuse has no totals: what could be counted of it
 * would be a number nobody prints.
 */
export function Totals() {
  const { t } = useTranslation()
  const { report, baseline, isBroken } = useSnapshot()
  const { layers, params, gflops, macs } = report.totals
  // Where the target prints no figure, our own count stands in: two operations a multiply-accumulate.
  const cost = gflops ?? (2 * macs) / 1e9
  const before = baseline.gflops ?? (2 * baseline.macs) / 1e9
  const isWhole = report.fused !== null
  const known = (value: string) => (isWhole ? value : '–')
  const change = (text: string) => (isWhole ? text : '')
  return (
    <div className={styles.totals} role="status" aria-label={t('bar.totals')} data-stale={isBroken || !isWhole}>
      <Total value={known(count(layers))} name={t('bar.layers')} change={change(difference(layers, baseline.layers))} />
      <Total value={known(count(params))} name={t('bar.params')} change={change(difference(params, baseline.params))} />
      <Total
        value={known(gflops === null ? `≈ ${cost.toFixed(1)}` : cost.toFixed(1))}
        name={t('bar.gflops')}
        change={change(difference(cost, before, 1))}
      />
    </div>
  )
}

function Total({ value, name, change }: { value: string; name: string; change: string }) {
  return (
    <span className={styles.total}>
      <b>{value}</b> {name}
      {change !== '' && <em> {change}</em>}
    </span>
  )
}
