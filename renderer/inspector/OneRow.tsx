import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import { consumersOf, mutedRow } from '../../graph-core/document'
import { Facts } from '../app/Facts'
import { categoryOf } from '../app/category'
import { FixButtons } from '../app/FixButtons'
import { IssueText } from '../app/IssueText'
import { count, rowName, shapeText, short } from '../app/format'
import { useApp } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { nodeTitles } from '../layout'
import { definitionOf, rowArguments } from '../session'
import { AboutBlock } from './AboutBlock'
import { Arguments } from './Arguments'
import { FormField } from './FormField'
import styles from './Inspector.module.css'
import { PlainField } from './PlainField'
import { Repeats } from './Repeats'
import { RowAtScales } from './RowAtScales'
import { Shares } from './Shares'
import { Sources } from './Sources'
import { issuesOfRow } from './row-issues'

/** One row: what is wrong with it, its arguments by their roles, what it reads, what it gives and costs, here and at every scale. */
export function OneRow({ i }: { i: number }) {
  const { t } = useTranslation()
  const session = useSession()
  const { finds } = useApp()
  const { document, report, issues, refusal } = useSnapshot()
  const row = report.rows[i]!
  const definition = definitionOf(session.library, report, row.module)
  const about = definition?.kind === 'block' ? definition.about : undefined
  const { id } = document.rows[i]!
  const consumers = consumersOf(document, i)
  const muted = mutedRow(document, i)
  const { others } = issuesOfRow(issues, document, i, rowArguments(document, report, session.library, i))
  return (
    <>
      <h2>
        <i style={{ background: `var(--category-${categoryOf(definition)})` }} />
        <span>{row.module}</span>
        <small>{`#${i}`}</small>
      </h2>
      {muted !== null && (
        <p className={styles.muted}>
          {t('inspector.muted')} <code>{muted.row.cell.text}</code>{' '}
          <button type="button" onClick={() => session.toggleMute(i)}>
            {t('inspector.unmute')}
          </button>
        </p>
      )}
      {refusal !== null && refusal.where.row === i && (
        <p className={styles.issue} role="alert">
          <IssueText issue={refusal} />
        </p>
      )}
      {others.map((issue, k) => (
        <div key={k} className={styles.issue} data-severity={issue.severity} role="alert">
          <IssueText issue={issue} />
          <FixButtons fixes={issue.fixes} />
        </div>
      ))}
      <PlainField
        key={`title ${nodeTitles(document).get(id) ?? ''}`}
        name={t('inspector.title')}
        written={nodeTitles(document).get(id) ?? ''}
        fallback={row.module}
        onCommit={(title) => session.setTitle(i, title)}
      />
      <Sources i={i} />
      <Repeats rows={[i]} />
      {definition?.kind === 'block' && (
        <FormField
          definition={definition}
          library={session.library}
          target={dialectOf(report.target)!.target}
          onChange={(form) => session.setForm(i, form)}
        />
      )}
      <Arguments rows={[i]} />
      <Facts
        className={styles.facts}
        facts={[
          [t('inspector.output'), shapeText(row.out) ?? t('canvas.noShape')],
          [
            t('inspector.usedBy'),
            consumers.length === 0
              ? t('inspector.nobody')
              : consumers.map((to) => (
                  <button key={to} type="button" className={styles.row} onClick={() => session.select([to])}>
                    {rowName(report, to)}
                  </button>
                )),
          ],
          [t('inspector.params'), count(row.params)],
          [t('inspector.macs'), row.status === 'ok' ? short(row.macs) : t('canvas.noShape')],
        ]}
      />
      <Shares rows={[i]} />
      <RowAtScales i={i} />
      {about !== undefined && <AboutBlock about={about} />}
      <div className={styles.actions}>
        <button type="button" onClick={() => finds.of(session).open({ isReplacing: true, scope: 'selection' })}>
          {t('inspector.replace')}
        </button>
        <button type="button" className={styles.delete} onClick={() => session.remove(i)}>
          {t('inspector.delete')}
        </button>
      </div>
    </>
  )
}
