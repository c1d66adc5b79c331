import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { movement } from '../app/motion'
import type { Layout } from '../layout'
import styles from './Canvas.module.css'
import { aroundAll, useFitBounds } from './fit-bounds'

const percent = (state: { transform: readonly [number, number, number] }) => Math.round(state.transform[2] * 100)

/** Zoom by hand, and back to the whole model. */
export const ZoomControls = memo(function ZoomControls({ bounds }: { bounds: Layout['bounds'] }) {
  const { t } = useTranslation()
  const { zoomIn, zoomOut } = useReactFlow()
  const fitBounds = useFitBounds()
  const zoom = useStore(percent)
  return (
    <Panel position="bottom-left" className={styles.zoom}>
      <Button label={t('canvas.zoomOut')} path="M3 8h10" onClick={() => void zoomOut()} />
      <output>{`${zoom} %`}</output>
      <Button label={t('canvas.zoomIn')} path="M8 3v10M3 8h10" onClick={() => void zoomIn()} />
      <Button
        label={t('canvas.fit')}
        path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3"
        onClick={() => void fitBounds(bounds, aroundAll, movement(200))}
      />
    </Panel>
  )
})

function Button({ label, path, onClick }: { label: string; path: string; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  )
}
