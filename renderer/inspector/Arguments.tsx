import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import type { NewValue } from '../../graph-core/document'
import { useSession, useSnapshot } from '../app/use-session'
import { type RowArgument, headerOf, rowArguments } from '../session'
import { ArgumentField } from './ArgumentField'
import styles from './Inspector.module.css'
import { channelArithmetic, channelStep } from './channel-arithmetic'
import { commonArguments, offers, valueOf } from './fields'
import { issuesOfRow } from './row-issues'

/** The arguments that these rows have in common; of one row, all of them. */
export function Arguments({ rows }: { rows: readonly number[] }) {
  const { t } = useTranslation()
  const session = useSession()
  const { document, report, issues } = useSnapshot()
  const { library } = session
  const dialect = dialectOf(report.target)!
  const perRow = useMemo(() => rows.map((i) => rowArguments(document, report, library, i)), [document, report, library, rows])
  const inserted = rows.length === 1 ? perRow[0]!.filter(({ position }) => position === null) : []
  const { byPosition } = useMemo(
    () => issuesOfRow(rows.length === 1 ? issues : [], document, rows[0]!, perRow[0]!),
    [issues, document, rows, perRow],
  )
  const header = headerOf(document, report)
  return (
    <>
      {inserted.map(({ name, role }) => (
        <div key={name} className={styles.field}>
          <span>{name}</span>
          <output>{role.kind === 'repeats' ? t('inspector.fromRepeats') : t('inspector.inserted')}</output>
        </div>
      ))}
      {commonArguments(perRow).map(({ name, role, position, cells }) => {
        const field = valueOf(cells, role)
        const isScaled = role.kind === 'channels' && role.scaled === true
        const isWritten = cells.some((cell) => cell !== undefined)
        const set = (value: NewValue | undefined) => session.setArg(rows, name, value)
        return (
          <ArgumentField
            key={name}
            name={name}
            role={role}
            field={field}
            choices={offers(role, library, dialect)}
            step={isScaled ? channelStep(header) : role.kind === 'channels' || role.kind === 'inputChannels' ? header.channelMultiple : 1}
            problem={rows.length === 1 ? byPosition.get(position!) : undefined}
            arithmetic={isScaled ? (written) => channelArithmetic(document, report, written) : undefined}
            onChange={set}
            onReset={isWritten && 'default' in role ? () => set(isLast(perRow, name) ? undefined : (role.default as NewValue)) : undefined}
          />
        )
      })}
    </>
  )
}

/** Whether no row writes anything behind this argument, so that it can be left out. */
const isLast = (rows: readonly (readonly RowArgument[])[], name: string) =>
  rows.every((args) => {
    const at = args.find((argument) => argument.name === name)?.position ?? Infinity
    return args.every(({ position, cell }) => cell === undefined || position === null || position <= at)
  })
