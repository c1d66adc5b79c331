import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import { consumersOf, sourcesOf } from '../../graph-core/document'
import { aboutText } from '../app/about-text'
import { categoryOf } from '../app/category'
import { FixButtons } from '../app/FixButtons'
import { count, shapeText, short } from '../app/format'
import { useSession, useSnapshot } from '../app/use-session'
import { nodeTitles } from '../layout'
import { definitionOf, rowArguments } from '../session'
import { ArgumentField, TextField } from './ArgumentField'
import { FormField } from './FormField'
import styles from './Inspector.module.css'
import { channelArithmetic } from './channel-arithmetic'
import { readTyped } from './read-typed'

/** The selected row: its arguments by their roles, how its channels come about, and what it costs. */
export function Inspector() {
  const { t } = useTranslation()
  const { document, selection } = useSnapshot()
  const i = document.rows.findIndex(({ id }) => id === selection.at(-1))
  return (
    <section className={styles.inspector} aria-label={t('inspector.label')}>
      {i < 0 ? <p className={styles.empty}>{t('inspector.empty')}</p> : <Row key={selection.at(-1)} i={i} />}
    </section>
  )
}

function Row({ i }: { i: number }) {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const { document, report, issues } = useSnapshot()
  const row = report.rows[i]!
  const definition = definitionOf(session.library, report, row.module)
  const about = definition?.kind === 'block' ? definition.about : undefined
  const args = useMemo(() => rowArguments(document, report, session.library, i), [document, report, session, i])
  const name = (source: number | null) =>
    source === null ? '?' : source < 0 ? t('inspector.image') : `#${source} ${report.rows[source]!.module}`
  const consumers = consumersOf(document, i)
  const { id } = document.rows[i]!
  const facts: readonly (readonly [string, string])[] = [
    [t('inspector.reads'), sourcesOf(document, i).map(name).join(' · ')],
    [t('inspector.usedBy'), consumers.map(name).join(' · ') || t('inspector.nobody')],
    [t('inspector.output'), shapeText(row.out) ?? t('canvas.noShape')],
    [t('inspector.params'), count(row.params)],
    [t('inspector.share'), `${((100 * row.params) / Math.max(1, report.totals.params)).toFixed(1)} %`],
    [t('inspector.macs'), row.status === 'ok' ? short(row.macs) : t('canvas.noShape')],
  ]
  return (
    <>
      <h2>
        <i style={{ background: `var(--category-${categoryOf(definition)})` }} />
        {row.module}
        <small>{`#${i}`}</small>
      </h2>
      {about !== undefined && <p className={styles.about}>{aboutText(about, i18n.language).summary}</p>}
      {about?.advice !== undefined && <p className={styles.about}>{aboutText(about, i18n.language).advice}</p>}
      {issues
        .filter(({ where }) => where.row === i)
        .map(({ message, cure, fixes }, k) => (
          <div key={k} className={styles.issue} role="alert">
            {message} {cure}
            <FixButtons fixes={fixes} />
          </div>
        ))}
      <TextField
        key={`title ${id}`}
        name={t('inspector.title')}
        written={nodeTitles(document).get(id) ?? ''}
        fallback={row.module}
        onCommit={(title) => session.setTitle(i, title)}
      />
      <TextField
        key={`repeats ${document.rows[i]!.repeats.text}`}
        name={t('inspector.repeats')}
        written={document.rows[i]!.repeats.text}
        fallback="1"
        onCommit={(text) => session.setRepeats(i, Number(readTyped(text, { kind: 'int' })) || 1)}
      />
      {definition?.kind === 'block' && (
        <FormField
          definition={definition}
          library={session.library}
          target={dialectOf(report.target)!.target}
          onChange={(form) => session.setForm(i, form)}
        />
      )}
      {args.map((argument) => (
        <div key={argument.name}>
          <ArgumentField argument={argument} onChange={(value) => session.setArg(i, argument.position!, value)} />
          {argument.role.kind === 'channels' && argument.role.scaled === true && typeof argument.cell?.value === 'number' && (
            <code className={styles.arithmetic}>{channelArithmetic(document, report, argument.cell.value)}</code>
          )}
        </div>
      ))}
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {about?.source !== undefined && (
          <div>
            <dt>{t('inspector.source')}</dt>
            <dd>
              <a href={about.source} target="_blank" rel="noreferrer">
                {about.source.replace(/^https?:\/\/(www\.)?/, '')}
              </a>
            </dd>
          </div>
        )}
      </dl>
      <button type="button" className={styles.delete} onClick={() => session.remove(i)}>
        {t('inspector.delete')}
      </button>
    </>
  )
}
