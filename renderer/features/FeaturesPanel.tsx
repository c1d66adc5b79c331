import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeatureMap } from '../../main/contract/host'
import { Failure, Findings } from '../app/Findings'
import { rowName } from '../app/format'
import { useApp, useStore } from '../app/use-app'
import { useInView } from '../app/use-in-view'
import { useSession, useSnapshot } from '../app/use-session'
import controls from '../app/controls.module.css'
import { usePreview } from '../preview/use-preview'
import styles from './Features.module.css'
import { MapView } from './MapView'

/** Milliseconds without a change after which a row is looked at. */
const pause = 250

/** What the selected row gives on the preview's image, channel by channel. */
export function FeaturesPanel() {
  const { t } = useTranslation()
  const session = useSession()
  const store = useApp().features.of(session)
  const { looked, isLooking, issues, error } = useStore(store)
  const { image, weights } = usePreview().state
  const text = useSnapshot((now) => now.text)
  const report = useSnapshot((now) => now.report)
  const selected = useSnapshot((now) => now.selection.at(-1))
  const [ref, isInView] = useInView<HTMLElement>()
  const [chosen, setChosen] = useState(0)
  const row = report.rows.findIndex(({ id }) => id === selected)
  const failed = report.rows[row]?.status === 'ok' ? null : report.rows[row]
  const size = report.imgsz.join()
  useEffect(() => {
    if (!isInView || row < 0 || failed !== null) return
    const timer = setTimeout(() => void store.look(row), pause)
    return () => {
      clearTimeout(timer)
      store.stop()
    }
  }, [store, isInView, row, failed, text, size, report.scale, image, weights])

  const isOther = looked !== null && looked.features.row !== row
  const maps = looked?.features.maps ?? []
  const at = chosen < maps.length ? chosen : 0
  const map = maps[at]
  const leftOut = looked?.features.leftOut ?? 0
  return (
    <section ref={ref} className={styles.panel} aria-label={t('panel.features')} aria-busy={isLooking}>
      {isLooking && <div className={styles.busy} role="progressbar" aria-label={t('features.looking')} />}
      {error !== null && <Failure error={error} />}
      <Findings findings={issues.filter(({ severity }) => severity === 'error')} />
      {row < 0 ? (
        <p className={styles.empty}>{t('features.select')}</p>
      ) : failed !== null ? (
        <p className={styles.empty}>{t('features.failed', { row: rowName(report, row) })}</p>
      ) : looked === null || map === undefined || isOther ? (
        error === null && issues.every(({ severity }) => severity !== 'error') && <p className={styles.empty}>{t('features.looking')}</p>
      ) : (
        <MapView key={`${row} ${at}`} map={map} looked={looked}>
          <label>
            <b>{rowName(report, row)}</b>{' '}
            <select
              className={controls.select}
              aria-label={t('features.tensor')}
              value={at}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {maps.map((each, i) => (
                <option key={i} value={i}>
                  {nameOf(each, i, maps)}
                </option>
              ))}
            </select>
            {leftOut > 0 && <small>{t('features.leftOut', { count: leftOut })}</small>}
          </label>
        </MapView>
      )}
    </section>
  )

  function nameOf({ kind, place, shape }: FeatureMap, i: number, all: readonly FeatureMap[]): string {
    const number = 1 + all.slice(0, i).filter((each) => each.kind === kind).length
    const isOnly = all.filter((each) => each.kind === kind).length === 1
    const name = t(`features.kind.${kind}`)
    return [isOnly ? name : `${name} ${number}`, place, shape.join('×')].filter((part) => part !== '').join(' · ')
  }
}
