import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeatureMap } from '../../main/contract/host'
import styles from './Features.module.css'
import { overlay } from './channels'
import { type ColourId, coloured } from './colours'
import type { Looked } from './features'

/** The mean of channels, their largest magnitude, or one of them. */
export type HeatKind = 'mean' | 'max' | number

interface Props {
  readonly map: FeatureMap
  readonly looked: Looked
  readonly kind: HeatKind
  readonly colours: ColourId
}

/** More pixels across than a panel shows. */
const widest = 900

/** The image with what channels say of each place on it. */
export function Heat({ map, looked: { bytes, picture, features }, kind, colours }: Props) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = Math.min(widest, picture.width)
  const height = Math.max(1, Math.round((width * picture.height) / picture.width))
  const shown = rangeOf(map, kind)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    const part = partOf(map, kind)
    if (context == null || part === null) return
    context.drawImage(picture, 0, 0, width, height)
    const heat = new OffscreenCanvas(part.width, part.height)
    heat
      .getContext('2d')!
      .putImageData(coloured(bytes.subarray(part.at, part.at + part.width * part.height), [part.width, part.height], colours), 0, 0)
    const { from, to } = overlay(features.place, [part.width, part.height], [width, height])
    context.globalAlpha = 0.62
    context.drawImage(heat, ...from, ...to)
    context.globalAlpha = 1
  }, [map, kind, colours, bytes, picture, features, width, height])
  return (
    <figure className={styles.heat}>
      <canvas ref={canvas} width={width} height={height} role="img" aria-label={t('features.heat')} />
      <figcaption>{t('features.range', { from: shown[0].toPrecision(3), to: shown[1].toPrecision(3) })}</figcaption>
    </figure>
  )
}

function partOf({ heats, tiles, width, height }: FeatureMap, kind: HeatKind) {
  if (typeof kind === 'number')
    return tiles === null ? null : { at: tiles.at + kind * tiles.width * tiles.height, width: tiles.width, height: tiles.height }
  const found = heats?.find((heat) => heat.kind === kind)
  return found === undefined ? null : { at: found.at, width, height }
}

function rangeOf({ heats, min, max }: FeatureMap, kind: HeatKind): readonly [number, number] {
  if (typeof kind === 'number') return [min[kind]!, max[kind]!]
  const found = heats?.find((heat) => heat.kind === kind)
  return [found?.from ?? 0, found?.to ?? 0]
}
