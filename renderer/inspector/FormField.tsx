import { useTranslation } from 'react-i18next'
import type { BlockDefinition, Library, Target } from '../../graph-core/symbolic'
import styles from './Inspector.module.css'

interface Props {
  readonly definition: BlockDefinition
  readonly library: Library
  readonly target: Target
  readonly onChange: (name: string) => void
}

/** The published forms of a block, the paper's first; nothing for a block that has one. */
export function FormField({ definition, library, target, onChange }: Props) {
  const { t } = useTranslation()
  const method = definition.about?.form?.of ?? definition.name
  const forms = library.blocks
    .filter((block) => block.library === definition.library)
    .map((block) => block.forTarget(target))
    .filter(({ about }) => about?.form?.of === method)
  if (forms.length === 0) return null
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
      {definition.about?.form !== undefined && <p className={styles.about}>{definition.about.form.differs}</p>}
    </>
  )
}
