import { useTranslation } from 'react-i18next'
import { ModelCard } from './ModelCard'
import styles from './StartPage.module.css'
import type { FoundTemplate } from './find-templates'

/** What a search on the start page found, the one that Enter opens first. */
export function FoundModels({ found }: { found: readonly FoundTemplate[] }) {
  const { t } = useTranslation()
  const title = found.length === 0 ? t('start.none') : t('start.found', { count: found.length })
  return (
    <section aria-label={title}>
      <h2>
        <span role="status">{title}</span>
      </h2>
      <ul className={styles.shelf}>
        {found.map((each) => (
          <ModelCard key={each.template.id} found={each} {...(each.template.isRecipe ? {} : { title: each.name })} />
        ))}
      </ul>
    </section>
  )
}
