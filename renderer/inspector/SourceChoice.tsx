import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowName, shapeText } from '../app/format'
import { issueText } from '../app/issue-text'
import { useSession, useSnapshot } from '../app/use-session'
import type { Session } from '../session'

interface Props {
  readonly i: number
  readonly slot: number
  readonly value: number | ''
  /** What stands above the rows. */
  readonly children: ReactNode
}

/** What one slot reads, chosen among the rows. Each says whether it fits or why not, as a wire to it would; tried when the list is about to open. */
export function SourceChoice({ i, slot, value, children }: Props) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const document = useSnapshot(({ document }) => document)
  const report = useSnapshot(({ report }) => report)
  const [opened, setOpened] = useState<unknown>(null)
  const isOpened = opened === report
  const text = (row: number) => {
    const name = row < 0 ? t('inspector.image') : `${rowName(report, row)} · ${shapeText(report.rows[row]!.out) ?? t('canvas.noShape')}`
    return isOpened && row >= 0 ? `${name} · ${fitOf(session, { row, i, slot }, i18n)}` : name
  }
  const options = (rows: readonly { readonly id: string; readonly i: number }[]) =>
    rows.map((row) => (
      <option key={row.id} value={row.i}>
        {text(row.i)}
      </option>
    ))
  const open = () => setOpened(report)
  const [earlier, later] = [report.rows.slice(0, i), report.rows.slice(i + 1, document.rows.length)]
  return (
    <select
      value={value}
      onPointerDown={open}
      onFocus={open}
      onKeyDown={open}
      onChange={(event) => session.connect(Number(event.target.value), i, slot)}
    >
      {children}
      <optgroup label={t('inspector.earlier')}>
        {i === 0 && <option value={-1}>{text(-1)}</option>}
        {options(earlier)}
      </optgroup>
      {later.length > 0 && <optgroup label={t('inspector.later')}>{options(later)}</optgroup>}
    </select>
  )
}

interface Wish {
  readonly row: number
  readonly i: number
  readonly slot: number
}

/** `✓`, with what else would change; or what would be wrong. */
function fitOf(session: Session, { row, i, slot }: Wish, language: Parameters<typeof issueText>[1]): string {
  const { outcome, why } = session.connectionPreview(row, i, slot)
  if (outcome === 'reorders') return `✓ ${language.t('wire.reorders')}`
  return why === undefined ? '✓' : `✗ ${issueText(why, language).head}`
}
