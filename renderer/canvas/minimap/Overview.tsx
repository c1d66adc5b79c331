import { MiniMap, Panel, useReactFlow, type Node } from '@xyflow/react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { CardData } from '../cards'
import { type GroupData } from '../groups/group-nodes'
import { colourOf } from '../groups/frames'
import styles from './Overview.module.css'

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}
/** How far an arrow moves the view, in pixels. */
const step = 80

/** Of the map, in pixels: small enough to leave a small canvas to its cards. */
const size = { width: 150, height: 96 }

/** The whole model in a corner, with what is in view: dragged, clicked, or moved and zoomed by keys. */
export function Overview() {
  const { t } = useTranslation()
  const { getViewport, setViewport, setCenter, zoomIn, zoomOut } = useReactFlow()

  const onKeyDown = (event: KeyboardEvent) => {
    const way = ways[event.key]
    const { x, y, zoom } = getViewport()
    if (way !== undefined) void setViewport({ x: x + way[0] * step, y: y + way[1] * step, zoom })
    else if (event.key === '+') void zoomIn()
    else if (event.key === '-') void zoomOut()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <Panel
      position="bottom-right"
      className={styles.overview}
      tabIndex={0}
      role="group"
      aria-label={t('canvas.minimap')}
      onKeyDown={onKeyDown}
    >
      <MiniMap
        ariaLabel={null}
        className={styles.map}
        style={size}
        pannable
        zoomable
        zoomStep={1}
        nodeColor={colour}
        nodeBorderRadius={8}
        bgColor="var(--surface)"
        maskColor="color-mix(in srgb, var(--ground) 60%, transparent)"
        maskStrokeColor="var(--accent)"
        maskStrokeWidth={3}
        onClick={(_, { x, y }) => void setCenter(x, y, { zoom: getViewport().zoom })}
      />
    </Panel>
  )
}

const colour = ({ type, data }: Node): string => {
  if (type === 'frame') return `color-mix(in srgb, ${colourOf((data as GroupData).colour)} 25%, transparent)`
  return type === 'folded' ? colourOf((data as GroupData).colour) : `var(--category-${(data as CardData).category})`
}
