import { Play, Square } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { WeightsField } from '../app/WeightsField'
import controls from '../app/controls.module.css'
import { useApp, useStore } from '../app/use-app'
import styles from './Preview.module.css'
import { choosable } from './devices'
import { chosenDevice } from './previews'
import { ImageField } from './sources/ImageField'
import { usePreview } from './use-preview'

/** What a preview runs on: image, weights, device; and what of its candidates counts. */
export function PreviewSettings() {
  const { t } = useTranslation()
  const { connection, previews, settings } = useApp()
  const { capabilities } = useStore(connection)
  const { preview, state } = usePreview()
  const devices = useStore(previews.devices)
  const { weights, conf, iou, isRunning, ran } = state
  const device = chosenDevice(useStore(settings))
  useEffect(() => void previews.devices.load(), [previews])
  if (capabilities === null) return null

  return (
    <div className={styles.settings}>
      <div className={styles.run}>
        {isRunning ? (
          <button type="button" className={controls.button} onClick={preview.cancel}>
            <Square size={13} aria-hidden />
            {t('preview.cancel')}
          </button>
        ) : (
          <button type="button" className={controls.primary} onClick={() => void preview.run()}>
            <Play size={14} aria-hidden />
            {t('preview.run')}
          </button>
        )}
        <select
          className={controls.select}
          aria-label={t('preview.device')}
          value={device}
          onChange={(event) => {
            settings.set({ device: event.target.value })
            const refused = devices?.find(({ id, refusal, isForeign }) => id === event.target.value && refusal !== null && !isForeign)
            if (refused !== undefined) void previews.devices.again([refused.id])
          }}
        >
          <option value="auto">{t('preview.auto')}</option>
          {choosable(devices, device).map(({ id, name, refusal }) => (
            <option key={id} value={id} title={refusal ?? undefined}>
              {refusal === null ? name : t('preview.unavailable', { device: name })}
            </option>
          ))}
        </select>
      </div>
      <ImageField />
      <WeightsField
        host={connection}
        capabilities={capabilities}
        source={weights.source}
        name={weights.name}
        onChange={(source, name) => preview.setWeights({ source, name })}
      />
      {ran !== null && ran.result.task !== 'classify' && (
        <>
          <Slider name={t('preview.conf')} value={conf} onChange={(value) => void preview.setThresholds({ conf: value })} />
          <Slider name={t('preview.iou')} value={iou} onChange={(value) => void preview.setThresholds({ iou: value })} />
        </>
      )}
    </div>
  )
}

function Slider({ name, value, onChange }: { name: string; value: number; onChange: (value: number) => void }) {
  return (
    <label className={styles.slider}>
      <span>{name}</span>
      <input type="range" min={0} max={1} step={0.01} value={value} onChange={(event) => onChange(event.target.valueAsNumber)} />
      <output>{value.toFixed(2)}</output>
    </label>
  )
}
