import { useTranslation } from 'react-i18next'
import { moduleOf } from '../../graph-core/symbolic'
import styles from './Inside.module.css'
import type { Opened } from './insides'
import { typeName } from './words'

/** The way from the model to what is shown; each step of it leads back. */
export function Breadcrumb({ opened: { name, levels }, onUp }: { readonly opened: Opened; readonly onUp: (depth: number) => void }) {
  const { t } = useTranslation()
  const copies = moduleOf(levels[0]!.call.module).definition.kind === 'container' ? moduleOf(levels[0]!.call.module).children.length : 1
  const names = levels.map(({ node, call }) =>
    node === null ? (copies > 1 ? `${name} ×${copies}` : name) : `${node.path} ${typeName(moduleOf(call.module).definition)}`,
  )
  return (
    <nav className={styles.breadcrumb} aria-label={t('inside.where')}>
      <ol>
        {[t('inside.model'), ...names].map((text, k) => (
          <li key={k}>
            {k === names.length ? (
              <b aria-current="location">{text}</b>
            ) : (
              <button type="button" onClick={() => onUp(k - 1)}>
                {text}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
