import { useConnection } from '@xyflow/react'
import { memo, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { IssueText } from '../../app/IssueText'
import { mapText, rowName, shapeText } from '../../app/format'
import { useSession } from '../../app/use-session'
import type { LinkPreview } from '../../session'
import { PointerTip } from '../menu/PointerTip'
import { useWireTarget } from './use-wire-target'
import type { Wire } from './wire'
import { WireContext } from './wire-context'

/** Says beside a held wire what dropping it would do. */
export const WireTip = memo(function WireTip() {
  const held = useContext(WireContext)
  return held === null ? null : <Held wire={held.wire} />
})

function Held({ wire }: { wire: Wire }) {
  const { t } = useTranslation()
  const session = useSession()
  const { to } = useConnection()
  const found = useWireTarget(to === null ? [0, 0] : [to.x, to.y])
  if (to === null) return null
  if (found === null) {
    const { moved } = wire
    // What happens on empty canvas.
    const says = t(moved === undefined ? 'wire.addHere' : session.canDisconnect(moved.to) ? 'wire.disconnect' : 'wire.addBetween')
    return <PointerTip at={[to.x, to.y]}>{says}</PointerTip>
  }
  const { from, preview } = found
  return (
    <PointerTip at={[to.x, to.y]} outcome={preview.outcome}>
      <LinkWords from={from} preview={preview} />
      {preview.outcome === 'refused' && preview.canForce && <small>{t('wire.force')}</small>}
    </PointerTip>
  )
}

/** A link that is not there yet in words: the rows, and what the reading one would give, or why not. */
export function LinkWords({ from, preview }: { from: number; preview: LinkPreview }) {
  const { t } = useTranslation()
  const { report } = useSession().getSnapshot()
  const name = (i: number) => rowName(report, i)
  const read = shapeText(report.rows[from]!.out) ?? t('canvas.noShape')
  const given = mapText(preview.shape)
  return (
    <>
      <b>{t('wire.link', { from: name(from), shape: read, to: name(preview.to) })}</b>
      {preview.outcome === 'refused'
        ? preview.why !== undefined && <IssueText issue={preview.why} hasCure={false} />
        : given !== null && <span>{t('wire.gives', { shape: given })}</span>}
      {preview.outcome === 'reorders' && <span>{t('wire.reorders')}</span>}
    </>
  )
}
