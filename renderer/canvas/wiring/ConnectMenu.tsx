import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { rowName, shapeText } from '../../app/format'
import { useSession } from '../../app/use-session'
import { sourcesOfReport } from '../../layout'
import type { LinkPreview } from '../../session'
import { CanvasMenu } from '../menu/CanvasMenu'
import { useChoice } from '../menu/use-choice'
import { LinkWords } from './WireTip'

interface Props {
  readonly from: number
  readonly at: readonly [x: number, y: number]
  readonly onClose: () => void
  readonly onClosed: () => void
}

const idOf = ({ to, slot }: LinkPreview) => `${to} ${slot}`

const order: readonly LinkPreview['outcome'][] = ['ok', 'reorders', 'refused']

/** Every input a row can be connected to, with what would come of it: wires for people without a mouse. */
export function ConnectMenu({ from, at, onClose, onClosed }: Props) {
  const { t } = useTranslation()
  const session = useSession()
  const { report } = session.getSnapshot()
  const name = (i: number) => rowName(report, i)

  const targets = useMemo(() => {
    const reads = ({ to, slot }: LinkPreview) => sourcesOfReport(report.rows[to]!)[slot] === from
    const all = session.connectionTargets(from).filter((each) => !reads(each))
    return order.flatMap((outcome) => all.filter((each) => each.outcome === outcome))
  }, [session, from, report])
  const inputs = (i: number) => sourcesOfReport(report.rows[i]!).length
  const { found, current, find, list } = useChoice(targets, idOf, ({ to }) => name(to))
  const preview = useMemo(() => current && session.connectionPreview(from, current.to, current.slot), [session, from, current])

  return (
    <CanvasMenu
      label={t('action.connect')}
      says={t('connect.says', { row: name(from), shape: shapeText(report.rows[from]!.out) ?? t('canvas.noShape') })}
      placeholder={t('connect.search')}
      at={at}
      {...list}
      items={found.map((each) => ({
        id: idOf(each),
        heading: t(`connect.${each.outcome}`),
        isRefused: each.outcome === 'refused',
        content: (
          <>
            <b>{name(each.to)}</b>
            <em>{each.slot < inputs(each.to) ? t('connect.input', { slot: each.slot }) : t('connect.free')}</em>
            <small>{shapeText(report.rows[each.to]!.out)}</small>
          </>
        ),
      }))}
      none={t('connect.none')}
      footer={
        preview && (
          <p data-refused={preview.outcome === 'refused'} style={{ display: 'grid' }}>
            <LinkWords from={from} preview={preview} />
            {preview.outcome === 'refused' && preview.canForce && <small>{t('connect.force')}</small>}
          </p>
        )
      }
      onChoose={(id, isAlt) => {
        const chosen = find(id)
        const { outcome, canForce } = session.connectionPreview(from, chosen.to, chosen.slot)
        if (outcome === 'refused' && !(canForce && isAlt)) return
        onClose()
        session.connect(from, chosen.to, chosen.slot)
      }}
      onClose={onClose}
      onClosed={onClosed}
    />
  )
}
