import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import styles from './Preview.module.css'
import { type Preview, type PreviewState, type Ran, bestCount } from './preview'
import { scoreText } from './score-text'

interface Props {
  readonly state: PreviewState
  readonly ran: Ran
  readonly preview: Preview
  /** Whether the model or its weights are others by now. */
  readonly hasChanged: boolean
}

/** What the run gave, in words: how much was found, and where it ran. */
export function Outcome({ state, ran: { result, image, weights }, preview, hasChanged }: Props) {
  const { t } = useTranslation()
  const { conf, found, shown, showsBest } = state
  const { device, picture, times, highest, task } = result
  const isClassified = task === 'classify'
  const hiddenCount = found.length - shown.length
  return (
    <>
      <p role="status">
        {!isClassified && <b>{showsBest ? t('preview.best', { count: shown.length }) : t('preview.found', { count: shown.length })}</b>}
        {hiddenCount > 0 && ` · ${t('preview.hidden', { count: hiddenCount })}`}
        {`${isClassified ? '' : ' · '}${image.name} · ${picture.width}×${picture.height} · `}
        {t('preview.milliseconds', { value: times.network.toFixed(1) })} {t('preview.where', { device: device.name })}
      </p>
      {hasChanged && <p>{t('preview.changed')}</p>}
      {showsBest ? (
        <p>
          <button type="button" className={controls.button} onClick={() => void preview.setThresholds({})}>
            {t('preview.backToFound')}
          </button>
        </p>
      ) : (
        found.length === 0 &&
        !isClassified && (
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
    </>
  )
}
