import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeatureMap } from '../../main/contract/host'
import controls from '../app/controls.module.css'
import { Bars } from './Bars'
import { ChannelGrid } from './ChannelGrid'
import styles from './Features.module.css'
import { Heat, type HeatKind } from './Heat'
import { Histogram } from './Histogram'
import { type Filter, type Order, channelsShown, filters, orders } from './channels'
import { type ColourId, colourIds } from './colours'
import type { Looked } from './features'

interface Props {
  readonly map: FeatureMap
  readonly looked: Looked
  /** What is looked at, and what else there is. */
  readonly children: ReactNode
}

/** One tensor: its channels, its heat over the image, its values. */
export function MapView({ map, looked, children }: Props) {
  const { t } = useTranslation()
  const [order, setOrder] = useState<Order>('index')
  const [filter, setFilter] = useState<Filter>('all')
  const [colours, setColours] = useState<ColourId>('viridis')
  const [isOneScale, setOneScale] = useState(false)
  const [heat, setHeat] = useState<HeatKind>('mean')
  const shown = useMemo(() => channelsShown(map, order, filter), [map, order, filter])
  const channel = typeof heat === 'number' ? heat : null
  const hasPicture = map.heats !== null
  return (
    <div className={styles.view}>
      <aside className={styles.side}>
        {children}
        {hasPicture && (
          <>
            <div className={styles.choices} role="group" aria-label={t('features.heat')}>
              {(['mean', 'max'] as const).map((kind) => (
                <button key={kind} type="button" className={controls.button} aria-pressed={heat === kind} onClick={() => setHeat(kind)}>
                  {t(`features.heats.${kind}`)}
                </button>
              ))}
              {channel !== null && <span>{t('features.channel', { channel })}</span>}
            </div>
            <Heat map={map} looked={looked} kind={heat} colours={colours} />
          </>
        )}
        <Histogram map={map} />
      </aside>
      <div className={styles.main}>
        <div className={styles.tools}>
          <select
            className={controls.select}
            aria-label={t('features.order')}
            value={order}
            onChange={(event) => setOrder(event.target.value as Order)}
          >
            {orders.map((each) => (
              <option key={each} value={each}>
                {t(`features.orders.${each}`)}
              </option>
            ))}
          </select>
          <select
            className={controls.select}
            aria-label={t('features.filter')}
            value={filter}
            onChange={(event) => setFilter(event.target.value as Filter)}
          >
            {filters.map((each) => (
              <option key={each} value={each}>
                {t(`features.filters.${each}`, { count: each === 'all' ? map.channels : map[each].length })}
              </option>
            ))}
          </select>
          {map.tiles !== null && (
            <>
              <select
                className={controls.select}
                aria-label={t('features.colours')}
                value={colours}
                onChange={(event) => setColours(event.target.value as ColourId)}
              >
                {colourIds.map((each) => (
                  <option key={each} value={each}>
                    {t(`features.colour.${each}`)}
                  </option>
                ))}
              </select>
              <label>
                <input type="checkbox" checked={isOneScale} onChange={(event) => setOneScale(event.target.checked)} />{' '}
                {t('features.oneScale')}
              </label>
            </>
          )}
          <Silent map={map} />
        </div>
        {map.tiles === null ? (
          <Bars map={map} shown={shown} />
        ) : (
          <ChannelGrid
            map={map}
            bytes={looked.bytes}
            shown={shown}
            colours={colours}
            isOneScale={isOneScale}
            chosen={channel}
            onChoose={(next) => setHeat(next === channel ? 'mean' : next)}
          />
        )}
      </div>
    </div>
  )
}

/** How many channels say little. */
function Silent({ map: { dead, saturated } }: { map: FeatureMap }) {
  const { t } = useTranslation()
  return (
    <p className={styles.silent} role="status">
      <span data-some={dead.length > 0} title={t('features.about.dead')}>
        {t('features.dead', { count: dead.length })}
      </span>
      {' · '}
      <span data-some={saturated.length > 0} title={t('features.about.saturated')}>
        {t('features.saturated', { count: saturated.length })}
      </span>
    </p>
  )
}
