import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import styles from './TopBar.module.css'
import { count, difference, short } from './format'
import { useSnapshot } from './use-session'

/**
 * `249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2`. A model that PyTorch would refuse has no totals: what could be counted of it
 * would be a number nobody prints.
 */
export function Totals() {
  const { t } = useTranslation()
  const report = useSnapshot(({ report }) => report)
  const baseline = useSnapshot(({ baseline }) => baseline)
  const isBroken = useSnapshot(({ isBroken }) => isBroken)
  const { layers, leaves, modules, params, gradients, gflops, macs } = report.totals
  // Where the target prints no figure, our own count stands in: two operations a multiply-accumulate.
  const cost = gflops ?? (2 * macs) / 1e9
  const before = baseline.gflops ?? (2 * baseline.macs) / 1e9
  const isWhole = report.fused !== null
  const { title, thop } = dialectOf(report.target)!
  const size = `${report.imgsz[0]}×${report.imgsz[1]}`
  const costAbout = [
    gflops === null
      ? t('bar.gflopsOwn', { target: title })
      : t('bar.gflopsAbout', { target: title, thop, size, proxy: report.proxy.size.join('×') }),
    t('bar.gflopsLeftOut'),
    t('bar.trueMacs', { macs: short(macs), size }),
  ].join('\n')
  const known = (value: string) => (isWhole ? value : '–')
  const change = (text: string) => (isWhole ? text : '')
  return (
    <div className={styles.totals} role="status" aria-label={t('bar.totals')} data-stale={isBroken || !isWhole}>
      <Total
        value={known(count(layers))}
        name={t('bar.layers')}
        about={t('bar.layersAbout', { target: title, leaves: count(leaves), modules: count(modules) })}
        change={change(difference(layers, baseline.layers))}
      />
      <Total
        value={known(count(params))}
        name={t('bar.params')}
        about={t('bar.paramsAbout', { gradients: count(gradients) })}
        change={change(difference(params, baseline.params))}
      />
      <Total
        value={known(gflops === null ? `≈ ${cost.toFixed(1)}` : cost.toFixed(1))}
        name={t('bar.gflops')}
        about={costAbout}
        change={change(difference(cost, before, 1))}
      />
    </div>
  )
}

function Total({ value, name, about, change }: { value: string; name: string; about: string; change: string }) {
  return (
    <span className={styles.total} title={about}>
      <b>{value}</b> {name}
      {change !== '' && <em> {change}</em>}
    </span>
  )
}
