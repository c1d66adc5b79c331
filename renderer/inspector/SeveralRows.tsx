import { useTranslation } from 'react-i18next'
import { Facts } from '../app/Facts'
import { categoryOfRow } from '../app/category'
import { count, short } from '../app/format'
import { useApp } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { Arguments } from './Arguments'
import styles from './Inspector.module.css'
import { Repeats } from './Repeats'
import { Shares } from './Shares'

/** Several rows at once: what all of them have is changed in all of them, as one step. */
export function SeveralRows({ rows }: { rows: readonly number[] }) {
  const { t } = useTranslation()
  const session = useSession()
  const { finds } = useApp()
  const report = useSnapshot(({ report }) => report)
  const names = [...new Set(rows.map((i) => report.rows[i]!.module))]
  const modules = names.map((module) => ({ module, members: rows.filter((i) => report.rows[i]!.module === module) }))
  const sum = (of: (i: number) => number) => rows.reduce((before, i) => before + of(i), 0)
  return (
    <>
      <h2>
        <span>{t('inspector.rows', { count: rows.length })}</span>
      </h2>
      <ul className={styles.kinds}>
        {modules.map(({ module, members }) => (
          <li key={module}>
            <i style={{ background: `var(--category-${categoryOfRow(session.library, report, module)})` }} />
            <button type="button" className={styles.row} title={t('inspector.only', { module })} onClick={() => session.select(members)}>
              {module}
            </button>
            <small>{members.length <= 12 ? members.map((i) => `#${i}`).join(' ') : t('inspector.rows', { count: members.length })}</small>
          </li>
        ))}
      </ul>
      <Repeats rows={rows} />
      <Arguments rows={rows} />
      <Facts
        className={styles.facts}
        facts={[
          [t('inspector.params'), count(sum((i) => report.rows[i]!.params))],
          [t('inspector.macs'), short(sum((i) => report.rows[i]!.macs))],
        ]}
      />
      <Shares rows={rows} />
      <div className={styles.actions}>
        <button type="button" onClick={() => finds.of(session).open({ isReplacing: true, scope: 'selection' })}>
          {t('inspector.replace')}
        </button>
        <button type="button" className={styles.delete} onClick={() => session.remove(rows)}>
          {t('inspector.deleteRows', { count: rows.length })}
        </button>
      </div>
    </>
  )
}
