import { useTranslation } from 'react-i18next'
import { aboutText } from '../app/about-text'
import styles from './BlockPreview.module.css'
import type { Entry } from './entries'

/** What there is to know of a block before it is put in: what it does, when it helps, what it costs and asks for. */
export function BlockPreview({ entry, hints }: { entry: Entry; hints: readonly string[] }) {
  const { t, i18n } = useTranslation()
  const isChinese = i18n.language.startsWith('zh')
  const { about, forms, paper, zh } = entry
  const text = about === undefined ? undefined : aboutText(about, i18n.language)
  const facts = [
    [t('palette.cost'), text?.cost],
    [t('palette.asks'), text?.demands],
    [t('palette.forms'), forms.join(', ') || undefined],
    [t('palette.paper'), paper],
  ] as const
  return (
    <div className={styles.preview}>
      <strong>
        {entry.name}
        {isChinese && zh !== undefined && <span>{zh.name}</span>}
      </strong>
      {text !== undefined && <p>{text.summary}</p>}
      {text?.advice !== undefined && <p>{text.advice}</p>}
      <dl>
        {facts
          .filter(([, fact]) => fact !== undefined)
          .map(([term, fact]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
      </dl>
      {about?.sizeFree === false && <p>{t('palette.oneSize')}</p>}
      {hints.map((hint) => (
        <p key={hint} className={styles.hint}>
          {hint}
        </p>
      ))}
    </div>
  )
}
