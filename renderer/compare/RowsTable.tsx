import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { categoryOfRow } from '../app/category'
import { difference } from '../app/format'
import { useSession, useSnapshot } from '../app/use-session'
import { goTo } from '../summary/walk'
import styles from './ComparePanel.module.css'
import { type ComparedText, type SideBySide, cellNames } from './comparison'
import { marks } from './markdown'

/** Rows that a page of keys goes over. */
const page = 10

/** Rows of both models side by side; a click selects the row where it still is, arrows go through those that are. */
export function RowsTable({ rows }: { rows: readonly SideBySide[] }) {
  const { t } = useTranslation()
  const session = useSession()
  const report = useSnapshot(({ report }) => report)
  const comparedTo = useSnapshot(({ comparedTo }) => comparedTo)
  const selection = useSnapshot(({ selection }) => selection)
  const idPrefix = useId()
  const left = rows.flatMap(({ after }) => after ?? [])
  const here = left.findIndex((row) => report.rows[row]!.id === selection.at(-1))
  const lit = useRef<HTMLTableRowElement>(null)
  // Only where another row is selected: who scrolls away is not called back.
  useEffect(() => void lit.current?.scrollIntoView({ block: 'nearest' }), [here])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const next = goTo(event.key, here, left.length, page)
    if (next === undefined) return
    event.preventDefault()
    session.select([left[next]!])
  }
  return (
    <table
      role="grid"
      className={styles.table}
      tabIndex={0}
      aria-label={t('compare.rows')}
      aria-activedescendant={here < 0 ? undefined : `${idPrefix}${left[here]!}`}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          <th aria-label={t('compare.kind')} />
          <th data-number>{t('compare.before')}</th>
          <th data-number>{t('compare.after')}</th>
          <th>{t('summary.from')}</th>
          <th>{t('summary.n')}</th>
          <th>{t('summary.module')}</th>
          <th>{t('summary.arguments')}</th>
          <th data-number>{t('summary.params')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { kind, before, after, text, params } = row
          const shown = after === null ? comparedTo.report : report
          return (
            <tr
              key={`${before} ${after}`}
              id={after === null ? undefined : `${idPrefix}${after}`}
              ref={after !== null && after === left[here] ? lit : undefined}
              data-kind={kind}
              data-clickable={after !== null}
              aria-selected={after !== null && selection.includes(report.rows[after]!.id)}
              onClick={after === null ? undefined : () => session.select([after])}
            >
              <td className={styles.mark} title={t(`compare.is.${kind}`)}>
                {marks[kind]}
              </td>
              <td data-number>{before ?? ''}</td>
              <td data-number>{after ?? ''}</td>
              {cellNames.map((name) => (
                <td key={name} className={name === 'args' ? styles.args : name === 'from' ? styles.from : undefined}>
                  {name === 'module' && (
                    <i
                      style={{
                        background: `var(--category-${categoryOfRow(session.library, shown, (text.module.is ?? text.module.was)!)})`,
                      }}
                    />
                  )}
                  <Cell {...text[name]} />
                </td>
              ))}
              <td data-number className={styles.more}>
                {difference(params, 0)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What a cell was and is; a `from` that only has another number is shown as it is. */
function Cell({ was, is, isChanged }: ComparedText) {
  if (!isChanged || was === is) return is ?? was
  return (
    <>
      <del>{was}</del> <ins>{is}</ins>
    </>
  )
}
