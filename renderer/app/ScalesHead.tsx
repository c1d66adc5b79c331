import { useTranslation } from 'react-i18next'

/** The head of a table of totals at every scale. */
export function ScalesHead() {
  const { t } = useTranslation()
  return (
    <thead>
      <tr>
        <th>{t('bar.scale')}</th>
        <th data-number>{t('bar.layers')}</th>
        <th data-number>{t('bar.params')}</th>
        <th data-number>{t('bar.gflops')}</th>
      </tr>
    </thead>
  )
}
