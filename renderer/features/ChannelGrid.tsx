import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeatureMap } from '../../main/contract/host'
import styles from './Features.module.css'
import { type ColourId, coloured } from './colours'

interface Props {
  readonly map: FeatureMap
  readonly bytes: Uint8Array
  readonly shown: readonly number[]
  readonly colours: ColourId
  /** Whether all channels are coloured on the tensor's scale, instead of each on its own. */
  readonly isOneScale: boolean
  readonly chosen: number | null
  readonly onChoose: (channel: number) => void
}

const [side, gap, caption] = [76, 6, 16]

/** Every channel as a small picture; only rows near the view are drawn. */
export function ChannelGrid({ map, bytes, shown, colours, isOneScale, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const scroll = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = scroll.current!
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])
  const columns = Math.max(1, Math.floor((width - gap) / (side + gap)))
  const { tiles } = map
  // As wide as it is, within what a grid bears.
  const ratio = tiles === null ? 1 : Math.min(4, Math.max(0.25, tiles.height / tiles.width))
  const height = Math.round(side * Math.min(1.5, ratio))
  const virtual = useVirtualizer({
    count: Math.ceil(shown.length / columns),
    getScrollElement: () => scroll.current,
    estimateSize: () => height + caption + gap,
    overscan: 2,
    useFlushSync: false,
  })
  useEffect(() => virtual.measure(), [virtual, height])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = shown.indexOf(Number((event.target as HTMLElement).dataset['channel']))
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    const next = by === undefined || at < 0 ? undefined : shown[at + by]
    if (next === undefined) return
    event.preventDefault()
    virtual.scrollToIndex(Math.floor((at + by!) / columns))
    requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`[data-channel="${next}"]`)?.focus())
  }

  if (shown.length === 0) return <p className={styles.empty}>{t('features.none')}</p>
  const first = shown[virtual.getVirtualItems()[0]?.index ?? 0]
  return (
    <div ref={scroll} className={styles.scroll} role="group" aria-label={t('features.channels')} onKeyDown={onKeyDown}>
      <div className={styles.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div key={index} className={styles.line} style={{ top: start, gap }}>
            {shown.slice(index * columns, (index + 1) * columns).map((channel) => (
              <Tile
                key={channel}
                map={map}
                bytes={bytes}
                channel={channel}
                colours={colours}
                isOneScale={isOneScale}
                height={height}
                isChosen={channel === chosen}
                isFirst={channel === (chosen ?? first)}
                onChoose={onChoose}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

interface TileProps extends Pick<Props, 'map' | 'bytes' | 'colours' | 'isOneScale' | 'onChoose'> {
  readonly channel: number
  readonly height: number
  readonly isChosen: boolean
  /** Whether the keyboard comes to it first. */
  readonly isFirst: boolean
}

const Tile = memo(function Tile({ map, bytes, channel, colours, isOneScale, height, isChosen, isFirst, onChoose }: TileProps) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { tiles, min, max, mean, variance, statistics } = map
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context == null || tiles === null) return
    const size = tiles.width * tiles.height
    const own = bytes.subarray(tiles.at + channel * size, tiles.at + (channel + 1) * size)
    const [low, high] = [statistics.min ?? 0, statistics.max ?? 1]
    const valueOf = (byte: number) => min[channel]! + (byte / 255) * (max[channel]! - min[channel]!)
    const scaled = isOneScale ? (byte: number) => (valueOf(byte) - low) / (high - low || 1) : undefined
    context.putImageData(coloured(own, [tiles.width, tiles.height], colours, scaled), 0, 0)
  }, [bytes, channel, colours, isOneScale, tiles, min, max, statistics])
  const flag = map.dead.includes(channel) ? 'dead' : map.saturated.includes(channel) ? 'saturated' : undefined
  const about = t('features.tile', {
    channel,
    min: min[channel]!.toPrecision(3),
    max: max[channel]!.toPrecision(3),
    mean: mean[channel]!.toPrecision(3),
    variance: variance[channel]!.toPrecision(3),
  })
  return (
    <button
      type="button"
      className={styles.tile}
      style={{ width: side }}
      tabIndex={isFirst ? 0 : -1}
      data-channel={channel}
      data-flag={flag}
      aria-pressed={isChosen}
      aria-label={flag === undefined ? about : `${about} ${t(`features.is.${flag}`)}`}
      title={about}
      onClick={() => onChoose(channel)}
    >
      <canvas ref={canvas} width={tiles?.width} height={tiles?.height} style={{ height }} />
      <small>
        {channel}
        {flag !== undefined && <b>{t(`features.is.${flag}`)}</b>}
      </small>
    </button>
  )
})
