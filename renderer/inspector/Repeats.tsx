import { useTranslation } from 'react-i18next'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './Inspector.module.css'
import { PlainField } from './PlainField'

/** How often rows are repeated, with what the depth of the scale makes of it. */
export function Repeats({ rows }: { rows: readonly number[] }) {
  const { t } = useTranslation()
  const session = useSession()
  const { document, report } = useSnapshot()
  const texts = new Set(rows.map((i) => document.rows[i]!.repeats.text))
  const [first] = rows
  const isSame = texts.size === 1
  const written = isSame ? document.rows[first!]!.repeats.text : ''
  const built = report.rows[first!]!.n
  return (
    <>
      <PlainField
        key={`repeats ${written}`}
        name={t('inspector.repeats')}
        written={written}
        fallback={isSame ? '1' : t('inspector.mixed')}
        check={(text) => (/^[1-9]\d{0,2}$/.test(text) ? undefined : t('inspector.expected', { what: t('inspector.expects.repeats') }))}
        onCommit={(text) => session.setRepeats(rows, Number(text))}
      />
      {rows.length === 1 && String(built) !== written && (
        <code className={styles.arithmetic}>{t('inspector.scaled', { written, built, scale: report.scale })}</code>
      )}
    </>
  )
}
