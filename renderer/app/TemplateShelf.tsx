import { useMemo } from 'react'
import { ModelCard } from './ModelCard'
import styles from './StartPage.module.css'
import { groupTemplates } from './template-groups'
import type { Template } from './templates'

interface TemplateShelfProps {
  readonly title: string
  readonly templates: readonly Template[]
  /** One row that is scrolled along, instead of as many rows as are needed. */
  readonly isRow?: boolean
}

/** Models to start from, a card a family. */
export function TemplateShelf({ title, templates, isRow = false }: TemplateShelfProps) {
  const groups = useMemo(() => groupTemplates(templates), [templates])
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={isRow ? styles.row : styles.shelf}>
        {groups.map(({ family, library, main, variants }) => (
          <ModelCard key={`${library}/${family}`} found={main} variants={variants} {...(main.template.isRecipe ? {} : { title: family })} />
        ))}
      </ul>
    </section>
  )
}
