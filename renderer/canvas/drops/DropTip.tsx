import { useTranslation } from 'react-i18next'
import { rowName } from '../../app/format'
import { useSession, useSnapshot } from '../../app/use-session'
import { PointerTip } from '../menu/PointerTip'
import type { Hover } from './use-drops'

/** Says beside the hand where what it holds would come to stand. */
export function DropTip({ hover: { target, at, held } }: { hover: Hover }) {
  const { t } = useTranslation()
  const session = useSession()
  const report = useSnapshot(({ report }) => report)
  const layout = useSnapshot(({ layout }) => layout)
  const name = (i: number) => rowName(report, i)
  const what = typeof held === 'string' ? held : held.length === 1 ? name(held[0]!) : t('drop.rows', { count: held.length })
  const readers = (row: number) => new Set(layout.edges.filter(({ from }) => from === row).map(({ to }) => to)).size
  const sources = typeof held === 'string' ? session.headSources(held) : null
  if (sources !== null) return <PointerTip at={at}>{t('drop.head', { what, rows: sources.map(name).join(', ') })}</PointerTip>
  if (target.kind === 'end') return <PointerTip at={at}>{t('drop.end', { what })}</PointerTip>
  if (target.kind === 'card') return <PointerTip at={at}>{t('drop.behind', { what, row: name(target.row) })}</PointerTip>
  const { from, to, isAlone } = target
  const isShared = readers(from) > 1
  return (
    <PointerTip at={at} outcome="ok">
      <b>{what}</b>
      <span>
        {isAlone || !isShared
          ? t('drop.between', { from: name(from), to: name(to) })
          : t('drop.before', { from: name(from), count: readers(from) })}
      </span>
      {isShared && !isAlone && <small>{t('drop.alt')}</small>}
    </PointerTip>
  )
}
