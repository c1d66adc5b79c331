import { useTranslation } from 'react-i18next'
import { type AnyModule, Param, elements, stateDict } from '../../graph-core/symbolic'
import { count } from '../app/format'
import styles from './Inside.module.css'

/** What a module has in the state_dict, by name. */
export function Tensors({ module, prefix }: { readonly module: AnyModule; readonly prefix: string }) {
  const { t } = useTranslation()
  const tensors = [...stateDict(module)]
  if (tensors.length === 0) return <p className={styles.quiet}>{t('inside.noTensors')}</p>
  return (
    <table className={styles.tensors}>
      <caption>{t('inside.tensors', { prefix })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('inside.tensor')}</th>
          <th scope="col">{t('inside.shape')}</th>
          <th scope="col">{t('inside.size')}</th>
        </tr>
      </thead>
      <tbody>
        {tensors.map(([name, tensor]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{tensor.shape.join('×') || '1'}</td>
            <td>{tensor instanceof Param ? count(elements(tensor.shape)) : t('inside.buffer')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
