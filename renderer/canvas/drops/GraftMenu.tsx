import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowName, shapeText } from '../../app/format'
import { useSession } from '../../app/use-session'
import { linkId } from '../../layout'
import { CanvasMenu } from '../menu/CanvasMenu'

interface Props {
  readonly rows: readonly number[]
  readonly at: readonly [x: number, y: number]
  readonly onClose: () => void
  readonly onClosed: () => void
}

/** Every link that rows can be put onto: what dropping cards on links does, by keyboard. */
export function GraftMenu({ rows, at, onClose, onClosed }: Props) {
  const { t } = useTranslation()
  const session = useSession()
  const { report, layout } = session.getSnapshot()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState('')
  const name = (i: number) => rowName(report, i)
  const words = query.trim().toLowerCase()
  const found = layout.edges.filter(
    ({ from, to }) => !rows.includes(from) && !rows.includes(to) && `${name(from)} ${name(to)}`.toLowerCase().includes(words),
  )
  const current = found.find((each) => linkId(each) === active) ?? found[0]
  return (
    <CanvasMenu
      label={t('action.graft')}
      says={rows.length === 1 ? t('graft.one', { row: name(rows[0]!) }) : t('graft.many', { count: rows.length })}
      placeholder={t('connect.search')}
      at={at}
      query={query}
      onQuery={setQuery}
      items={found.map((edge) => ({
        id: linkId(edge),
        content: (
          <>
            <b>{t('graft.link', { from: name(edge.from), to: name(edge.to) })}</b>
            <small>{shapeText(report.rows[edge.from]!.out)}</small>
          </>
        ),
      }))}
      none={t('graft.none')}
      active={current === undefined ? '' : linkId(current)}
      onActive={setActive}
      footer={<p>{t('add.altLink')}</p>}
      onChoose={(id, isAlt) => {
        const { from, to, slot } = found.find((each) => linkId(each) === id)!
        onClose()
        if (isAlt) session.moveToEdge(rows, from, to, slot)
        else session.moveToEdge(rows, from)
      }}
      onClose={onClose}
      onClosed={onClosed}
    />
  )
}
