import { Minus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fromCells, sourcesOf } from '../../graph-core/document'
import { IssueText } from '../app/IssueText'
import { rowName, shapeText } from '../app/format'
import { useSession, useSnapshot } from '../app/use-session'
import { definitionOf } from '../session'
import styles from './Inspector.module.css'

/** What the row reads, slot by slot, each to be chosen among the rows; a later one changes places with it. */
export function Sources({ i }: { i: number }) {
  const { t } = useTranslation()
  const session = useSession()
  const { document, report, refusal } = useSnapshot()
  const sources = sourcesOf(document, i)
  const definition = definitionOf(session.library, report, report.rows[i]!.module)
  const isOpen = definition?.reads === 'list' || fromCells(document.rows[i]!).length > 1
  const name = (slot: number) => (sources.length === 1 ? t('inspector.reads') : t('inspector.readsSlot', { slot: slot + 1 }))
  const text = (row: number) =>
    row < 0 ? t('inspector.image') : `${rowName(report, row)} · ${shapeText(report.rows[row]!.out) ?? t('canvas.noShape')}`
  const options = (
    <>
      <optgroup label={t('inspector.earlier')}>
        {i === 0 && <option value={-1}>{text(-1)}</option>}
        {report.rows.slice(0, i).map((row) => (
          <option key={row.id} value={row.i}>
            {text(row.i)}
          </option>
        ))}
      </optgroup>
      {i + 1 < report.rows.length && (
        <optgroup label={t('inspector.later')}>
          {report.rows.slice(i + 1).map((row) => (
            <option key={row.id} value={row.i}>
              {text(row.i)}
            </option>
          ))}
        </optgroup>
      )}
    </>
  )
  return (
    <>
      {sources.map((source, slot) => (
        <div key={slot} className={styles.field} data-written>
          <label>
            <span>{name(slot)}</span>
            <select value={source ?? ''} onChange={(event) => session.connect(Number(event.target.value), i, slot)}>
              {source === null && <option value="">{'?'}</option>}
              {options}
            </select>
          </label>
          {sources.length > 1 && (
            <button
              type="button"
              className={styles.reset}
              aria-label={t('inspector.removeInput', { slot: slot + 1 })}
              title={t('inspector.removeInput', { slot: slot + 1 })}
              onClick={() => session.disconnect(i, slot)}
            >
              <Minus size={12} aria-hidden />
            </button>
          )}
        </div>
      ))}
      {isOpen && (
        <div className={styles.field}>
          <label>
            <span>{t('inspector.addInput')}</span>
            <select value="" onChange={(event) => session.connect(Number(event.target.value), i, sources.length)}>
              <option value="" disabled>
                {t('inspector.choose')}
              </option>
              {options}
            </select>
          </label>
        </div>
      )}
      {refusal !== null && refusal.where.row === i && (
        <p className={styles.problem} role="alert">
          <IssueText issue={refusal} />
        </p>
      )}
    </>
  )
}
