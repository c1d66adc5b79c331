import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeatureMap } from '../../main/contract/host'
import styles from './Features.module.css'

const barHeight = 17

/** Channels of one number each, as the weights of channel attention are. */
export function Bars({ map, shown }: { map: FeatureMap; shown: readonly number[] }) {
  const { t } = useTranslation()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => barHeight,
    overscan: 12,
    useFlushSync: false,
  })
  const most = Math.max(1e-12, Math.abs(map.statistics.min ?? 0), Math.abs(map.statistics.max ?? 0))
  if (shown.length === 0) return <p className={styles.empty}>{t('features.none')}</p>
  return (
    <div ref={scroll} className={styles.scroll} role="group" aria-label={t('features.channels')} tabIndex={0}>
      <ol className={styles.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const channel = shown[index]!
          const value = map.mean[channel]!
          const flag = map.dead.includes(channel) ? 'dead' : map.saturated.includes(channel) ? 'saturated' : undefined
          return (
            <li key={channel} className={styles.weight} style={{ top: start, height: barHeight }} data-flag={flag}>
              <small>{channel}</small>
              <span>
                <i style={{ width: `${(100 * Math.abs(value)) / most}%` }} data-negative={value < 0} />
              </span>
              <small>{value.toFixed(4)}</small>
              {flag !== undefined && <b>{t(`features.is.${flag}`)}</b>}
            </li>
          )
        })}
      </ol>
    </div>
  )
}
