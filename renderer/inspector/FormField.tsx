import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import type { BlockDefinition, Library, Target } from '../../graph-core/symbolic'
import { formText } from '../app/about-text'
import styles from './Inspector.module.css'

interface Props {
  readonly definition: BlockDefinition
  readonly library: Library
  readonly target: Target
  readonly onChange: (name: string) => void
}

/** The published forms of a block, the paper's first; nothing for a block that has one. */
export function FormField({ definition, library, target, onChange }: Props) {
  const { t, i18n } = useTranslation()
  const method = definition.about?.form?.of ?? definition.name
  const { libraries } = dialectOf(target.id)!
  const forms = library.blocks
    .filter((block) => libraries.includes(block.library) && block.isIn(target))
    .map((block) => block.forTarget(target))
    .filter(({ about }) => about?.form?.of === method)
  if (forms.length === 0) return null
  const { form } = definition.about ?? {}
  return (
    <>
      <label className={styles.field}>
        <span>{t('inspector.form')}</span>
        <select value={definition.name} onChange={(event) => onChange(event.target.value)}>
          {[method, ...forms.map(({ name }) => name)].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {form !== undefined && <p className={styles.about}>{formText(form, i18n.language).differs}</p>}
    </>
  )
}
