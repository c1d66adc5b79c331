import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Capabilities, WeightSource } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { LoadSummary } from '../checkpoint/LoadSummary'
import { useFit } from '../checkpoint/use-fit'
import { Failure } from './Findings'
import styles from './WeightsField.module.css'
import type { Caller } from './bulk'
import { chooseFile } from './choose-file'
import controls from './controls.module.css'

interface Props {
  readonly host: Caller
  readonly capabilities: Capabilities
  readonly source: WeightSource
  /** Of the checkpoint; null while the weights are starting values. */
  readonly name: string | null
  readonly onChange: (source: WeightSource, name: string | null) => void
}

/** Which weights a model gets: those of a checkpoint, or PyTorch's starting values under a seed; and how a checkpoint fits. */
export function WeightsField({ host, capabilities, source, name, onChange }: Props) {
  const { t } = useTranslation()
  const [error, setError] = useState<HostError | null>(null)
  const fit = useFit(host, source)
  const choose = async () => {
    setError(null)
    try {
      const chosen = await chooseFile(host, capabilities, 'weights')
      if (chosen !== null) onChange(chosen.file, chosen.name)
    } catch (reason) {
      if (!(reason instanceof HostError)) throw reason
      setError(reason)
    }
  }
  return (
    <div className={styles.field} role="group" aria-label={t('weights.label')}>
      <span>{t('weights.label')}</span>
      <div className={styles.choice}>
        {name === null ? <i>{t('weights.start')}</i> : <b title={name}>{name}</b>}
        {'seed' in source && (
          <label className={styles.seed}>
            {t('weights.seed')}
            <input
              type="number"
              min={0}
              max={2 ** 32 - 1}
              value={source.seed}
              onChange={({ target }) => target.validity.valid && onChange({ seed: target.valueAsNumber || 0 }, null)}
            />
          </label>
        )}
        <button type="button" className={controls.button} onClick={() => void choose()}>
          {t('weights.choose')}
        </button>
        {name !== null && (
          <button type="button" className={controls.button} onClick={() => onChange({ seed: 0 }, null)}>
            {t('weights.drop')}
          </button>
        )}
      </div>
      {error !== null && <Failure error={error} />}
      <LoadSummary fit={fit} />
    </div>
  )
}
