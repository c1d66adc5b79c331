import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClassScore } from '../../../main/contract/host'
import { scoreText } from '../score-text'
import styles from './Results.module.css'

/** The classes a whole image belongs to most, the best first. */
export function ClassBars({ classes, names }: { classes: readonly ClassScore[]; names: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <ol className={styles.bars} aria-label={t('preview.results')}>
      {classes.map(({ class: index, score }) => (
        <li key={index} style={{ '--share': score } as CSSProperties}>
          <b title={names[index]}>{names[index] ?? index}</b>
          <span>{scoreText(score)}</span>
          <i aria-hidden />
        </li>
      ))}
    </ol>
  )
}
