import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo, useLayoutEffect, useRef } from 'react'
import styles from './Inside.module.css'
import type { PartNode } from './flow-parts'
import { isKeyboardFree } from './keyboard'

/** One thing that a block calls, computes or reads. */
export const PartCard = memo(function PartCard({ data: { words, kind, colour }, selected }: NodeProps<PartNode>) {
  const card = useRef<HTMLElement>(null)
  const isArrival = useRef(selected)
  // Whoever comes out of a part goes on from it.
  useLayoutEffect(() => {
    if (isArrival.current && isKeyboardFree()) card.current!.closest<HTMLElement>('.react-flow__node')?.focus({ preventScroll: true })
  }, [])
  return (
    <article ref={card} className={styles.card} style={{ '--colour': colour }} data-kind={kind} data-selected={selected}>
      <header>
        <b>{words.title}</b>
        {words.path !== '' && <small>{words.path}</small>}
      </header>
      <Handle type="target" position={Position.Top} isConnectable={false} className={styles.end} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className={styles.end} />
      {words.lines.map((line, i) => line !== '' && <p key={i}>{line}</p>)}
    </article>
  )
})
