import { Minus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fromCells, sourcesOf } from '../../graph-core/document'
import { useSession, useSnapshot } from '../app/use-session'
import { definitionOf } from '../session'
import styles from './Inspector.module.css'
import { SourceChoice } from './SourceChoice'

/** What the row reads, slot by slot, each to be chosen among the rows; a later one changes places with it. */
export function Sources({ i }: { i: number }) {
  const { t } = useTranslation()
  const session = useSession()
  const { document, report } = useSnapshot()
  const sources = sourcesOf(document, i)
  const definition = definitionOf(session.library, report, report.rows[i]!.module)
  const isOpen = definition?.reads === 'list' || fromCells(document.rows[i]!).length > 1
  const name = (slot: number) => (sources.length === 1 ? t('inspector.reads') : t('inspector.readsSlot', { slot: slot + 1 }))
  return (
    <>
      {sources.map((source, slot) => (
        <div key={slot} className={styles.field} data-written>
          <label>
            <span>{name(slot)}</span>
            <SourceChoice i={i} slot={slot} value={source ?? ''}>
              {source === null && <option value="">{'?'}</option>}
            </SourceChoice>
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
            <SourceChoice i={i} slot={sources.length} value="">
              <option value="" disabled>
                {t('inspector.choose')}
              </option>
            </SourceChoice>
          </label>
        </div>
      )}
    </>
  )
}
