import { useTranslation } from 'react-i18next'
import { rowName, shapeText } from '../../app/format'
import { useSession } from '../../app/use-session'
import { linkId } from '../../layout'
import { CanvasMenu } from '../menu/CanvasMenu'
import { useChoice } from '../menu/use-choice'

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
  const name = (i: number) => rowName(report, i)
  const links = layout.edges.filter(({ from, to }) => !rows.includes(from) && !rows.includes(to))
  const { found, find, list } = useChoice(links, linkId, ({ from, to }) => `${name(from)} ${name(to)}`)
  return (
    <CanvasMenu
      label={t('action.graft')}
      says={rows.length === 1 ? t('graft.one', { row: name(rows[0]!) }) : t('graft.many', { count: rows.length })}
      placeholder={t('connect.search')}
      at={at}
      {...list}
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
      footer={<p>{t('add.altLink')}</p>}
      onChoose={(id, isAlt) => {
        const { from, to, slot } = find(id)
        onClose()
        if (isAlt) session.moveToEdge(rows, from, to, slot)
        else session.moveToEdge(rows, from)
      }}
      onClose={onClose}
      onClosed={onClosed}
    />
  )
}
