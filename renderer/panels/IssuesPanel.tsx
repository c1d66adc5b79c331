import { type KeyboardEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue, Severity } from '../../graph-core/issues/issue'
import { FixButtons } from '../app/FixButtons'
import { IssueText } from '../app/IssueText'
import { issueLines } from '../app/issue-text'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './IssuesPanel.module.css'

/** The worst first. */
const severities = ['error', 'warning', 'info'] as const

/** Everything that is wrong, the worst first, with what to do about it; a click leads to the row. Arrows go from one to the next. */
export function IssuesPanel() {
  const { t, i18n } = useTranslation()
  const issues = useSnapshot(({ issues }) => issues)
  const [hidden, setHidden] = useState<ReadonlySet<Severity>>(new Set())
  const [words, setWords] = useState('')
  const counts = useMemo(
    () => new Map(severities.map((each) => [each, issues.filter(({ severity }) => severity === each).length])),
    [issues],
  )
  if (issues.length === 0) return <p className={styles.none}>{t('issues.none')}</p>

  const toggle = (severity: Severity) => {
    const next = new Set(hidden)
    if (!next.delete(severity)) next.add(severity)
    setHidden(next)
  }
  const wanted = words.trim().toLowerCase()
  const isShown = (issue: Issue) => !hidden.has(issue.severity) && `${issueLines(issue, i18n)} ${issue.code}`.toLowerCase().includes(wanted)
  const groups = severities
    .map((severity) => ({ severity, shown: issues.filter((each) => each.severity === severity && isShown(each)) }))
    .filter(({ shown }) => shown.length > 0)

  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {severities
          .filter((severity) => counts.get(severity)! > 0)
          .map((severity) => (
            <button
              key={severity}
              type="button"
              data-severity={severity}
              aria-pressed={!hidden.has(severity)}
              onClick={() => toggle(severity)}
            >
              {t(`issues.${severity}`, { count: counts.get(severity)! })}
            </button>
          ))}
        <input
          type="search"
          value={words}
          aria-label={t('issues.filter')}
          placeholder={t('issues.filter')}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <div className={styles.groups} onKeyDown={walk}>
        {groups.length === 0 && <p className={styles.none}>{t('issues.hidden')}</p>}
        {groups.map(({ severity, shown }) => (
          <ul key={severity} className={styles.issues} aria-label={t(`issues.${severity}`, { count: shown.length })}>
            {shown.map((issue, k) => (
              <Found key={k} issue={issue} />
            ))}
          </ul>
        ))}
      </div>
    </div>
  )
}

function Found({ issue }: { issue: Issue }) {
  const { code, severity, where, fixes } = issue
  const { t } = useTranslation()
  const session = useSession()
  const { document, selection } = useSnapshot()
  const isSelected = where.row !== undefined && selection.includes(document.rows[where.row]?.id ?? ('' as never))
  return (
    <li data-selected={isSelected || undefined}>
      <button
        type="button"
        className={styles.issue}
        data-severity={severity}
        onClick={() => session.select(where.row === undefined ? [] : [where.row])}
      >
        <b>{t(`severity.${severity}`)}</b>
        <IssueText issue={issue} />
        <code>{code}</code>
      </button>
      <FixButtons fixes={fixes} />
    </li>
  )
}

/** Up and down, to the first and the last. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${styles.issue}`)]
  const here = all.indexOf((event.target as Element).closest('li')?.querySelector(`.${styles.issue}`) as HTMLElement)
  const places: Readonly<Record<string, number>> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }
  const to = places[event.key]
  if (to === undefined || all[to] === undefined) return
  event.preventDefault()
  all[to].focus()
}
