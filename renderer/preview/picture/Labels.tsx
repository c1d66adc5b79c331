import { useMemo } from 'react'
import { classColour, inkOnClassColours } from '../../../graph-core/detections/class-colour'
import type { Found } from '../../../graph-core/detections/found'
import { scoreText } from '../score-text'
import styles from './Picture.module.css'
import { placeLabels } from './place-labels'

interface Props<F extends Found> {
  readonly shown: readonly F[]
  readonly names: readonly string[]
  readonly active: F | null
  /** Only the active one is named. */
  readonly isCrowded: boolean
  readonly scale: number
  /** What is seen of the image. */
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const [size, height, margin] = [11, 16, 5]
const font = `600 ${size}px Inter, system-ui, sans-serif`

/** Names and scores, of the same size however close one looks. */
export function Labels<F extends Found>({ shown, names, active, isCrowded, scale, left, top, right, bottom }: Props<F>) {
  const labels = useMemo(() => {
    const isActive = (found: F) => found === active
    const named = isCrowded ? shown.filter(isActive) : [...shown].sort((a, b) => Number(isActive(b)) - Number(isActive(a)))
    const texts = named.map((found) => `${names[found.class] ?? found.class} ${scoreText(found.score)}`)
    const widthOf = textMeasure()
    const widths = texts.map((text) => (widthOf(text) + 2 * margin) / scale)
    const wanted = named.map((found, k) => ({ box: found.box, width: widths[k]!, isSure: isActive(found) }))
    const spots = placeLabels(wanted, [left, top, right, bottom], height / scale)
    return named.flatMap((found, k) => {
      const spot = spots[k]
      return spot == null ? [] : [{ ...spot, found, text: texts[k]!, width: widths[k]! }]
    })
  }, [shown, names, active, isCrowded, scale, left, top, right, bottom])
  return (
    <g className={styles.labels} data-active={active !== null}>
      {labels.map(({ found, x, y, text, width }) => (
        <g key={shown.indexOf(found)} data-label data-active={found === active}>
          <rect x={x} y={y} width={width} height={height / scale} rx={3 / scale} fill={classColour(found.class)} />
          <text
            x={x + margin / scale}
            y={y + (height - 4.2) / scale}
            fontSize={size / scale}
            textLength={width - (2 * margin) / scale}
            lengthAdjust="spacingAndGlyphs"
            fill={inkOnClassColours}
          >
            {text}
          </text>
        </g>
      ))}
    </g>
  )
}

/** How wide the browser draws texts. */
function textMeasure(): (text: string) => number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!
  context.font = font
  return (text) => context.measureText(text).width
}
