import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { headerEntry } from '../../graph-core/document'
import { useSession, useSnapshot } from '../app/use-session'
import type { Snapshot } from '../session'
import styles from './Inspector.module.css'
import { PlainField } from './PlainField'
import { readTyped } from './read-typed'

/** What a scale's three numbers are, and how they are read. */
const parts = [
  { name: 'depth', kind: 'float' },
  { name: 'width', kind: 'float' },
  { name: 'most', kind: 'int' },
] as const

/** As they are written: while it is the same text, the fields stay as they are. */
const scalesText = ({ document }: Snapshot) => headerEntry(document, 'scales')?.cell.text

/** The header's scales, each number a field. Nothing where the file has none. */
export const ScalesOfModel = memo(function ScalesOfModel() {
  const { t } = useTranslation()
  const session = useSession()
  const current = useSnapshot(({ report }) => report.scale)
  const written = useSnapshot(scalesText)
  const scales = useMemo(
    () => (written === undefined ? [] : (headerEntry(session.getSnapshot().document, 'scales')?.cell.entries ?? [])),
    [session, written],
  )
  if (scales.length === 0) return null
  return (
    <div className={styles.scales}>
      <table aria-label={t('inspector.scalesOf')}>
        <thead>
          <tr>
            <th>{t('bar.scale')}</th>
            {parts.map(({ name }) => (
              <th key={name}>{t(`inspector.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scales.map(({ key, value }) => (
            <tr key={key.text} aria-current={key.value === current}>
              <th scope="row">{key.text}</th>
              {parts.map(({ name, kind }, k) => {
                const written = value.items?.[k]?.text ?? ''
                return (
                  <td key={name}>
                    <PlainField
                      key={written}
                      isBare
                      name={t('inspector.scalePart', { part: t(`inspector.${name}`), scale: key.text })}
                      written={written}
                      check={(text) =>
                        Number(text) > 0 && (kind === 'float' || Number.isInteger(Number(text)))
                          ? undefined
                          : t('inspector.expected', { what: t(`inspector.expects.${kind}`) })
                      }
                      onCommit={(text) => session.setHeader(['scales', key.value as string, k], readTyped(text, { kind }))}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})
