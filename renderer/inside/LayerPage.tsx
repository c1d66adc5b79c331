import { useTranslation } from 'react-i18next'
import { moduleOf } from '../../graph-core/symbolic'
import styles from './Inside.module.css'
import { Tensors } from './Tensors'
import type { Opened } from './insides'
import { typeName } from './words'

/** A layer of PyTorch, which has no inside: its tensors instead. */
export function LayerPage({ opened: { prefix, level } }: { readonly opened: Opened }) {
  const { t } = useTranslation()
  const { module } = level.call
  return (
    <div className={styles.layer}>
      <p>{t('inside.nothing', { type: typeName(moduleOf(module).definition) })}</p>
      <Tensors module={module} prefix={level.path === '' ? prefix : `${prefix}.${level.path}`} />
    </div>
  )
}
