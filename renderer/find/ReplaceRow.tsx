import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import { Segments } from '../app/Segments'
import { useSession, useSnapshot } from '../app/use-session'
import { definitionOf } from '../session'
import styles from './FindBar.module.css'
import { Outcome } from './Outcome'
import { blockNames } from './block-names'
import { patternOf } from './query'
import type { Scope } from './find'
import { type Replacement, replace } from './replacement'
import { useFind, useMatches } from './use-find'

/** What is put in the place of what: another block, or other values; and what that would do, before it is done. */
export function ReplaceRow() {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const { document, report, selection, isBroken } = useSnapshot()
  const { find, state } = useFind()
  const { query } = state
  const matches = useMatches()
  const [kind, setKind] = useState<Replacement['kind']>('block')
  const [by, setBy] = useState('')
  const list = useId()

  const selected = useMemo(() => document.rows.flatMap(({ id }, i) => (selection.includes(id) ? [i] : [])), [document, selection])
  // Whoever selected several rows and looks for nothing means those.
  const scope = state.scope ?? (query.text.trim() === '' ? 'selection' : 'matches')
  const rows = scope === 'matches' ? matches : selected
  const isKnown = kind === 'values' || definitionOf(session.library, report, by) !== undefined
  const canReplace = rows.length > 0 && !isBroken && isKnown && (kind === 'block' || patternOf(query) !== null)
  const replacement = useMemo(
    (): Replacement | null => (!canReplace ? null : kind === 'block' ? { kind, rows, module: by } : { kind, rows, query, by }),
    [canReplace, kind, rows, by, query],
  )
  const run = () => {
    if (replacement !== null) replace(session, replacement)
  }

  return (
    <>
      <div className={`${styles.row} ${styles.replace}`}>
        <input
          className={styles.field}
          value={by}
          list={kind === 'block' ? list : undefined}
          aria-label={t(kind === 'block' ? 'find.byBlock' : 'find.byValue')}
          placeholder={t(kind === 'block' ? 'find.byBlock' : 'find.byValue')}
          aria-invalid={by !== '' && !isKnown}
          spellCheck={false}
          onChange={(event) => setBy(event.target.value.trimStart())}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.altKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            run()
          }}
        />
        <datalist id={list}>
          {blockNames(session.library, report, i18n.language).map(({ name, label }) => (
            <option key={name} value={name} label={label} />
          ))}
        </datalist>
        <Segments
          label={t('find.what')}
          value={kind}
          options={[
            { value: 'block', name: t('find.blocks') },
            { value: 'values', name: t('find.values') },
          ]}
          onChange={setKind}
        />
        <select
          className={controls.select}
          aria-label={t('find.where')}
          value={scope}
          onChange={(event) => find.setScope(event.target.value as Scope)}
        >
          <option value="matches">{t('find.inMatches', { count: matches.length })}</option>
          <option value="selection">{t('find.inSelection', { count: selected.length })}</option>
        </select>
        <button type="button" className={controls.button} disabled={replacement === null} onClick={run}>
          {t('find.replace', { count: rows.length })}
        </button>
      </div>
      {by !== '' && !isKnown && (
        <p className={styles.outcome}>
          <span data-severity="warning">{t('find.unknown', { name: by })}</span>
        </p>
      )}
      {replacement !== null && <Outcome replacement={replacement} />}
    </>
  )
}
