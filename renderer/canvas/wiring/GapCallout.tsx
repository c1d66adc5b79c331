import { useStore } from '@xyflow/react'
import { X } from 'lucide-react'
import { type CSSProperties, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../../../graph-core/issues/issue'
import { FixButtons } from '../../app/FixButtons'
import { IssueText } from '../../app/IssueText'
import { useSession, useSnapshot } from '../../app/use-session'
import type { LaidNode } from '../../layout'
import { type Snapshot, lastSelected } from '../../session'
import styles from './GapCallout.module.css'

interface Flow {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}

const flowOf = ({ transform: [x, y, zoom], width, height }: Flow) => `${x} ${y} ${zoom} ${width} ${height}`

/** Room that the words have, in the window. */
const [widest, least] = [330, 96]

/** At the row that an edit left without inputs that fit, or at the selected row in error: what is wrong, and what closes the gap. */
export const GapCallout = memo(function GapCallout() {
  const found = useSnapshot(gapOf)
  const layout = useSnapshot((snapshot) => snapshot.layout)
  const [dismissed, setDismissed] = useState<Issue | null>(null)
  const node = layout.nodes[found?.where.row ?? -1]
  if (found === null || node === undefined || found === dismissed) return null
  return <Placed issue={found} node={node} onDismiss={() => setDismissed(found)} />
})

/** By its card, where there is room. Only what is shown follows the picture as it moves. */
function Placed({ issue, node, onDismiss }: { issue: Issue; node: LaidNode; onDismiss: () => void }) {
  const flow = useStore(flowOf)
  const [dx, dy, zoom, width, height] = flow.split(' ').map(Number) as [number, number, number, number, number]
  const [left, top, bottom] = [node.x * zoom + dx, node.y * zoom + dy, (node.y + node.height) * zoom + dy]
  const [above, below] = [top - 16, height - bottom - 16]
  const x = Math.max(8, Math.min(width - widest - 8, left))
  const along =
    below >= above
      ? { top: Math.max(8, Math.min(bottom + 8, height - least)), maxHeight: Math.max(least, below) }
      : { bottom: Math.max(8, Math.min(height - top + 8, height - least)), maxHeight: Math.max(least, above) }
  return <Callout issue={issue} style={{ left: x, width: Math.min(widest, width - 16), ...along }} onDismiss={onDismiss} />
}

/** The gap the last edit left; else of a single selected row its error, where something can be done about it. */
function gapOf(snapshot: Snapshot): Issue | null {
  const { notice, selection, issues } = snapshot
  if (notice?.code === 'edit.gap') return notice
  if (selection.length !== 1) return null
  const row = lastSelected(snapshot)
  return issues.find(({ where, severity, fixes }) => where.row === row && severity === 'error' && fixes !== undefined) ?? null
}

function Callout({ issue, style, onDismiss }: { issue: Issue; style: CSSProperties; onDismiss: () => void }) {
  const { t } = useTranslation()
  const session = useSession()
  const isNotice = issue.code === 'edit.gap'
  return (
    <aside className={styles.gap} style={style} role={isNotice ? 'alert' : 'note'} aria-label={t('gap.label', { row: issue.where.row })}>
      <button
        type="button"
        className={styles.close}
        aria-label={t('issues.dismiss')}
        onClick={() => (isNotice ? session.dismissNotice() : onDismiss())}
      >
        <X size={14} aria-hidden />
      </button>
      <p>
        <IssueText issue={issue} hasCure={issue.fixes === undefined} />
      </p>
      <FixButtons fixes={issue.fixes} />
    </aside>
  )
}
