import { useTranslation } from 'react-i18next'
import type { PreviewResult } from '../../main/contract/host'
import controls from '../app/controls.module.css'
import { scoreText } from './Picture'
import styles from './Preview.module.css'
import { type Preview, type PreviewState, bestCount } from './preview'

interface Props {
  readonly state: PreviewState
  readonly result: PreviewResult
  readonly preview: Preview
  /** Whether the model is another one by now. */
  readonly hasChanged: boolean
}

/** What the run gave, in words: how much was found, where it ran and how long it took. */
export function Outcome({ state, result, preview, hasChanged }: Props) {
  const { t } = useTranslation()
  const { conf, shown, showsBest, weights, resultOf } = state
  const { device, picture, times, highest } = result
  return (
    <div className={styles.outcome}>
      <p role="status">
        <b>{showsBest ? t('preview.best', { count: shown.length }) : t('preview.found', { count: shown.length })}</b>
        {` · ${resultOf} · ${picture.width}×${picture.height} · `}
        <span title={t('preview.times', timesText(times))}>{t('preview.milliseconds', { value: times.network.toFixed(1) })}</span>{' '}
        {t('preview.where', { device: device.name })}
      </p>
      {device.reason !== null && <p>{device.reason}</p>}
      {hasChanged && <p>{t('preview.changed')}</p>}
      {showsBest ? (
        <p>
          <button type="button" className={controls.button} onClick={() => void preview.setThresholds({})}>
            {t('preview.backToFound')}
          </button>
        </p>
      ) : (
        shown.length === 0 && (
          <div className={styles.nothing}>
            <p>
              {highest === null
                ? t('preview.noCandidate')
                : t('seed' in weights.source ? 'preview.untrained' : 'preview.nothing', {
                    conf: conf.toFixed(2),
                    highest: scoreText(highest),
                  })}
            </p>
            {highest !== null && (
              <button type="button" className={controls.button} onClick={() => void preview.showBest()}>
                {t('preview.showBest', { count: bestCount })}
              </button>
            )}
          </div>
        )
      )}
    </div>
  )
}

const timesText = (times: PreviewResult['times']) =>
  Object.fromEntries(Object.entries(times).map(([stage, milliseconds]) => [stage, milliseconds.toFixed(1)]))
