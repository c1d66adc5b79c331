import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Detection } from '../../../main/contract/host'
import controls from '../../app/controls.module.css'
import { Labels } from './Labels'
import { Marks } from './Marks'
import styles from './Picture.module.css'
import { useObjectUrl } from './use-object-url'
import { useRoom } from './use-room'
import { type Size, type View, fitted, moved, scaleOf, seenPart, zoomed } from './view'

interface Props {
  readonly file: Blob
  /** In pixels, of the original. */
  readonly image: Size
  readonly name: string
  readonly names: readonly string[]
  readonly shown: readonly Detection[]
  readonly active: Detection | null
  /** Names would cover each other: only the active one is named. */
  readonly isCrowded: boolean
  readonly onHover: (found: Detection | null) => void
  /** What is under the pointer was clicked. */
  readonly onPick: () => void
  readonly onEscape: () => void
}

/** Lines and points are finer on a picture that is narrower than this many pixels of the screen. */
const full = 400

/** How much a key moves the picture, and closer or farther. */
const [step, keyFactor] = [60, 1.4]

/** The image with what was found on it, at any distance. */
export function Picture({ file, image, name, names, shown, active, isCrowded, onHover, onPick, onEscape }: Props) {
  const { t } = useTranslation()
  const [ref, room] = useRoom<SVGSVGElement>()
  const [view, setView] = useState(() => fitted(image))
  const url = useObjectUrl(file)
  const clip = useId()
  const drag = useRef<{ x: number; y: number; hasMoved: boolean } | null>(null)
  const change = (next: (view: View, room: Size) => View) => room !== null && setView((now) => next(now, room))
  const zoomBy = (factor: number, at?: { x: number; y: number }) => change((now, room) => zoomed(now, factor, image, room, at))

  // React listens to wheels passively; the panel would scroll along.
  useEffect(() => {
    const svg = ref.current
    if (svg === null || room === null) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const matrix = svg.getScreenCTM()
      if (matrix === null) return
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 30
      setView((now) => zoomed(now, Math.exp((-event.deltaY * lines) / 400), image, room, at))
    }
    svg.addEventListener('wheel', onWheel, { passive: false })
    return () => svg.removeEventListener('wheel', onWheel)
  }, [ref, room, image])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = (dx: number, dy: number) => change((now, room) => moved(now, dx, dy, image, room))
    const meanings: Readonly<Record<string, () => void>> = {
      '+': () => zoomBy(keyFactor),
      '=': () => zoomBy(keyFactor),
      '-': () => zoomBy(1 / keyFactor),
      '0': () => setView(fitted(image)),
      ArrowLeft: () => move(step, 0),
      ArrowRight: () => move(-step, 0),
      ArrowUp: () => move(0, step),
      ArrowDown: () => move(0, -step),
      Escape: onEscape,
    }
    const mean = meanings[event.key]
    if (mean === undefined) return
    event.preventDefault()
    event.stopPropagation()
    mean()
  }
  const onPointerMove = ({ clientX, clientY, currentTarget, pointerId }: PointerEvent) => {
    const from = drag.current
    if (from === null) return
    const [dx, dy] = [clientX - from.x, clientY - from.y]
    if (!from.hasMoved && Math.hypot(dx, dy) < 4) return
    if (!from.hasMoved) currentTarget.setPointerCapture(pointerId)
    drag.current = { x: clientX, y: clientY, hasMoved: true }
    change((now, room) => moved(now, dx, dy, image, room))
  }

  const seen = room === null ? null : seenPart(view, image, room)
  const scale = room === null ? 1 : scaleOf(view, image, room)
  const isClose = view.zoom > 1
  const fine = Math.max(0.5, Math.min(1, (image.width * scale) / full))
  return (
    <figure className={styles.picture}>
      <svg
        ref={ref}
        role="group"
        aria-label={name}
        aria-description={t('preview.pictureKeys')}
        tabIndex={0}
        data-close={isClose}
        data-zoom={view.zoom.toFixed(2)}
        {...(seen && { viewBox: `${seen.left} ${seen.top} ${seen.width} ${seen.height}` })}
        onKeyDown={onKeyDown}
        onDoubleClick={() => setView(fitted(image))}
        onPointerDown={({ button, clientX, clientY }) => {
          if (button === 0) drag.current = { x: clientX, y: clientY, hasMoved: false }
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          if (drag.current?.hasMoved === false) onPick()
          drag.current = null
        }}
        onPointerCancel={() => (drag.current = null)}
      >
        {seen !== null && url !== undefined && (
          <>
            <image href={url} width={image.width} height={image.height} preserveAspectRatio="none" />
            <clipPath id={clip}>
              <rect x={-2 / scale} y={-2 / scale} width={image.width + 4 / scale} height={image.height + 4 / scale} />
            </clipPath>
            <g clipPath={`url(#${clip})`} style={{ '--fine': fine } as CSSProperties}>
              <Marks shown={shown} active={active} dot={(3.5 * fine) / scale} onHover={onHover} />
            </g>
            <Labels
              shown={shown}
              names={names}
              active={active}
              isCrowded={isCrowded}
              scale={scale}
              left={Math.max(0, seen.left)}
              top={Math.max(0, seen.top)}
              right={Math.min(image.width, seen.left + seen.width)}
              bottom={Math.min(image.height, seen.top + seen.height)}
            />
          </>
        )}
      </svg>
      <div className={styles.zoom} role="group" aria-label={t('preview.zoom')}>
        <ZoomButton name={t('preview.zoomIn')} onClick={() => zoomBy(keyFactor)}>
          <ZoomIn size={15} aria-hidden />
        </ZoomButton>
        <ZoomButton name={t('preview.zoomOut')} isDisabled={!isClose} onClick={() => zoomBy(1 / keyFactor)}>
          <ZoomOut size={15} aria-hidden />
        </ZoomButton>
        <ZoomButton name={t('preview.zoomFit')} isDisabled={!isClose} onClick={() => setView(fitted(image))}>
          <Maximize size={15} aria-hidden />
        </ZoomButton>
      </div>
    </figure>
  )
}

interface ZoomButtonProps {
  readonly name: string
  readonly isDisabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function ZoomButton({ name, isDisabled = false, onClick, children }: ZoomButtonProps) {
  return (
    <button type="button" className={controls.icon} aria-label={name} title={name} disabled={isDisabled} onClick={onClick}>
      {children}
    </button>
  )
}
