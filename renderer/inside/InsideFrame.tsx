import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './Inside.module.css'
import { InsideView } from './InsideView'
import type { Inside, Lost, Opened, Way } from './insides'
import type { Arranger } from './arranger'
import { arrangeAhead, useArranger } from './use-arranged'
import { useInside } from './use-inside'

/** The model, and over it the inside of one of its blocks. The model stays where it is, out of reach. */
export function InsideFrame({ children }: { readonly children: ReactNode }) {
  const { canvas } = useApp()
  const session = useSession()
  const { inside, way, opened } = useInside()
  const arranger = useArranger()
  const frame = useRef<HTMLDivElement>(null)
  const isOpen = opened !== null && !('lost' in opened)
  useLosses(inside, way, opened)
  useReturn(frame, way)
  useWishes(inside)
  useAhead(inside, arranger)

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event
    if (key !== 'Enter' || event.defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return
    // On the card itself, not on a button or a field in it.
    const card = (target as Element).matches('.react-flow__node') ? (target as Element).getAttribute('data-id') : null
    const row = session.getSnapshot().document.rows.findIndex(({ id }) => id === card)
    if (row < 0) return
    event.preventDefault()
    canvas.tell({ kind: 'openInside', row })
  }
  return (
    <div ref={frame} className={styles.frame}>
      <div className={styles.model} inert={isOpen} onKeyDown={onKeyDown}>
        {children}
      </div>
      {isOpen && <InsideView inside={inside} opened={opened} arranger={arranger} />}
    </div>
  )
}

/** While nothing else is to be done, the row that is selected is made ready to be opened: the first click of a double click selects it. */
function useAhead(inside: Inside, arranger: Arranger): void {
  const { t } = useTranslation()
  const session = useSession()
  const only = useSnapshot(({ selection }) => (selection.length === 1 ? selection[0]! : null))
  useEffect(() => {
    if (only === null) return
    const idle = requestIdleCallback(() => {
      if (inside.getSnapshot() !== null) return
      const there = inside.read(session.getSnapshot(), { rowId: only, steps: [], selected: null })
      if (!('lost' in there) && there.level.inside !== null) arrangeAhead(arranger, there.level.inside, t)
    })
    return () => cancelIdleCallback(idle)
  }, [only, inside, arranger, session, t])
}

/** Opens what is wished for. Every other wish is of the model: it is shown again. */
function useWishes(inside: Inside): void {
  const { canvas } = useApp()
  const session = useSession()
  useEffect(
    () =>
      canvas.listen((wish) => {
        const row = wish.kind === 'openInside' ? session.getSnapshot().document.rows[wish.row] : undefined
        if (wish.kind !== 'openInside') return inside.close()
        if (row === undefined) return
        session.select([wish.row])
        inside.open(row.id)
      }),
    [canvas, session, inside],
  )
}

/** Goes back, and says so, where what is looked at is not there any more. */
function useLosses(inside: Inside, way: Way | null, opened: Opened | Lost | null): void {
  const { notices } = useApp()
  const last = useRef('')
  useEffect(() => {
    if (way === null || opened === null) return
    if ('lost' in opened) {
      inside.close()
      const name = opened.lost === 'removed' ? 'insideRemoved' : 'insideUnbuilt'
      return notices.remark('inside', { name, values: { name: opened.name ?? last.current } })
    }
    last.current = opened.name
    if (opened.levels.length > way.steps.length) return
    inside.upTo(opened.levels.length - 1)
    notices.remark('inside', { name: 'insideStep', values: { name: way.steps[opened.levels.length - 1]! } })
  }, [inside, way, opened, notices])
}

/** Gives the keyboard back to the card whose inside was left. */
function useReturn(frame: RefObject<HTMLDivElement | null>, way: Way | null): void {
  const from = useRef<string | null>(null)
  useEffect(() => {
    const card = from.current
    from.current = way?.rowId ?? null
    if (way !== null || card === null || document.activeElement !== document.body) return
    frame.current!.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(card)}"]`)?.focus({ preventScroll: true })
  }, [frame, way])
}
