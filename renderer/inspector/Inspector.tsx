import { useTranslation } from 'react-i18next'
import { useSnapshot } from '../app/use-session'
import { PartFacts } from '../inside/PartFacts'
import { useSelectedPart } from '../inside/use-inside'
import styles from './Inspector.module.css'
import { ModelFacts } from './ModelFacts'
import { OneRow } from './OneRow'
import { SeveralRows } from './SeveralRows'

/** What is selected, to be read and changed: one row, several at once, or the model where nothing is. */
export function Inspector() {
  const { t } = useTranslation()
  const { document, selection } = useSnapshot()
  const part = useSelectedPart()
  const rows = document.rows.flatMap(({ id }, i) => (selection.includes(id) ? [i] : []))
  return (
    <section className={styles.inspector} aria-label={t(rows.length === 0 ? 'inspector.model' : 'inspector.label')}>
      {part !== null ? (
        <PartFacts opened={part} node={part.selected!} />
      ) : rows.length === 0 ? (
        <ModelFacts />
      ) : rows.length === 1 ? (
        <OneRow key={document.rows[rows[0]!]!.id} i={rows[0]!} />
      ) : (
        <SeveralRows rows={rows} />
      )}
    </section>
  )
}
