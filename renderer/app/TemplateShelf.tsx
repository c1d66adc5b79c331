import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import styles from './StartPage.module.css'
import { type TemplateGroup, groupTemplates } from './template-groups'
import type { Template } from './templates'
import { useApp } from './use-app'

/** Models to start from, a card a family. */
export function TemplateShelf({ title, templates }: { title: string; templates: readonly Template[] }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={styles.shelf}>
        {groupTemplates(templates).map((group) => (
          <Card key={`${group.library}/${group.family}`} group={group} />
        ))}
      </ul>
    </section>
  )
}

function Card({ group: { family, library, main, variants } }: { group: TemplateGroup }) {
  const { t, i18n } = useTranslation()
  const { openText } = useApp()
  const open = ({ name, text }: Template) => openText(`${name}.yaml`, text)
  // A recipe has a title of its own in each language; a template is known by its name.
  const isTold = main.isRecipe && i18n.exists(`recipe.${family}.title`)
  return (
    <li className={styles.card}>
      <button type="button" className={styles.main} onClick={() => open(main)}>
        <strong>{isTold ? t(`recipe.${family}.title`) : family}</strong>
        {library !== '' && <i>{dialectOf(library)?.title ?? library}</i>}
        <span>{isTold ? t(`recipe.${family}.about`) : main.summary}</span>
      </button>
      {variants.length > 0 && (
        <div className={styles.variants}>
          {variants.map(({ label, template }) => (
            <button key={template.id} type="button" title={template.summary} aria-label={template.name} onClick={() => open(template)}>
              {label}
            </button>
          ))}
        </div>
      )}
    </li>
  )
}
