import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import { headerEntry } from '../../graph-core/document'
import { Facts } from '../app/Facts'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './Inspector.module.css'
import { PlainField } from './PlainField'
import { ScalesOfModel } from './ScalesOfModel'
import { readTyped } from './read-typed'

/** The model as a whole, while no row is selected: what its header says, to be changed, and what it is. */
export function ModelFacts() {
  const { t } = useTranslation()
  const session = useSession()
  const { document, report } = useSnapshot()
  const { title, ignoredKeys } = dialectOf(report.target)!
  const written = (key: string) => headerEntry(document, key)?.cell.text ?? ''
  const isCount = (text: string) =>
    /^[1-9]\d{0,5}$/.test(text) ? undefined : t('inspector.expected', { what: t('inspector.expects.int') })
  const facts: readonly (readonly [string, string])[] = [
    [t('bar.target'), title],
    [t('inspector.task'), t(`task.${report.task}`, { defaultValue: report.task })],
    [t('bar.size'), report.imgsz.join('×')],
    [t('inspector.strides'), report.strides.join(', ')],
    [t('inspector.rowsOf'), String(report.rows.length)],
  ]
  const multiples = ['depth_multiple', 'width_multiple'].filter((key) => headerEntry(document, key) !== undefined)
  return (
    <>
      <h2>
        <span>{report.name}</span>
      </h2>
      <p className={styles.empty}>{t('inspector.empty')}</p>
      <PlainField
        key={`nc ${written('nc')}`}
        name="nc"
        written={written('nc')}
        fallback={String(report.nc)}
        check={isCount}
        onCommit={(text) => session.setHeader(['nc'], Number(text))}
      />
      {!ignoredKeys.includes('activation') && (
        <PlainField
          key={`activation ${written('activation')}`}
          name="activation"
          written={written('activation')}
          fallback="nn.SiLU()"
          onCommit={(text) => session.setHeader(['activation'], text === '' ? undefined : text)}
        />
      )}
      {multiples.map((key) => (
        <PlainField
          key={`${key} ${written(key)}`}
          name={key}
          written={written(key)}
          check={(text) => (Number(text) > 0 ? undefined : t('inspector.expected', { what: t('inspector.expects.float') }))}
          onCommit={(text) => session.setHeader([key], readTyped(text, { kind: 'float' }))}
        />
      ))}
      <ScalesOfModel />
      <Facts facts={facts} className={styles.facts} />
    </>
  )
}
