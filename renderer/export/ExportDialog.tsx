import { Dialog } from 'radix-ui'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { X } from 'lucide-react'
import { defaultOpset, newestOpset, oldestOpset } from '../../graph-core/onnx/opsets'
import type { Capabilities, ExportFormat, OnnxChoices } from '../../main/contract/host'
import { WeightsField } from '../app/WeightsField'
import type { Caller } from '../app/bulk'
import controls from '../app/controls.module.css'
import dialog from '../app/dialog.module.css'
import { modelSourceOf } from '../app/model-source'
import { useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './ExportDialog.module.css'
import { ExportOutcome } from './ExportOutcome'
import { createExportRun } from './export-run'

/** The forms a model leaves in, with the end of their file's name. */
const formats: readonly (readonly [ExportFormat, string])[] = [
  ['yaml', '.yaml'],
  ['onnx', '.onnx'],
  ['python', '.py'],
  ['md', '.md'],
  ['csv', '.csv'],
]

interface Props {
  readonly host: Caller
  readonly capabilities: Capabilities
  readonly onClose: () => void
}

/** Takes the model out of Graft: as YAML, ONNX, PyTorch or a table. */
export function ExportDialog({ host, capabilities, onClose }: Props) {
  const { t } = useTranslation()
  const session = useSession()
  const { report } = useSnapshot()
  const run = useMemo(() => createExportRun(host, capabilities), [host, capabilities])
  const state = useStore(run)
  const [format, setFormat] = useState<ExportFormat>('onnx')
  const [onnx, setOnnx] = useState<OnnxChoices>({ opset: defaultOpset, fold: true, dynamic: false, weights: { seed: 0 } })
  const [weightsName, setWeightsName] = useState<string | null>(null)
  const ending = formats.find(([name]) => name === format)![1]
  const [stem, setStem] = useState(report.name)
  useEffect(() => () => run.cancel(), [run])

  const isRunning = state.status === 'running'
  const start = () => void run.start({ model: modelSourceOf(session), format, onnx, name: `${stem.trim() || report.name}${ending}` })
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={`${dialog.content} ${styles.dialog}`} aria-describedby={undefined}>
          <header className={dialog.header}>
            <Dialog.Title>{t('export.title', { name: report.name })}</Dialog.Title>
            <Dialog.Close className={controls.icon} aria-label={t('export.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          <fieldset disabled={isRunning} className={styles.body}>
            <div className={styles.formats} role="radiogroup" aria-label={t('export.format')}>
              {formats.map(([name]) => (
                <label key={name} className={styles.format} data-checked={name === format}>
                  <input type="radio" name="format" value={name} checked={name === format} onChange={() => setFormat(name)} />
                  <b>{t(`export.formats.${name}.name`)}</b>
                  <span>{t(`export.formats.${name}.about`)}</span>
                </label>
              ))}
            </div>
            <div className={styles.choices}>
              <label className={styles.field}>
                <span>{t('export.name')}</span>
                <span className={styles.name}>
                  <input value={stem} onChange={(event) => setStem(event.target.value)} />
                  <i>{ending}</i>
                </span>
              </label>
              {format === 'onnx' && (
                <OnnxFields
                  host={host}
                  capabilities={capabilities}
                  onnx={onnx}
                  weightsName={weightsName}
                  onChange={(change) => setOnnx({ ...onnx, ...change })}
                  onWeightsName={setWeightsName}
                />
              )}
              <p className={styles.about}>{t(`export.formats.${format}.more`)}</p>
            </div>
          </fieldset>
          <ExportOutcome state={state} host={host} canShowInFolder={capabilities.canShowInFolder} />
          <footer className={dialog.footer}>
            {isRunning ? (
              <button type="button" className={controls.button} onClick={run.cancel}>
                {t('export.cancel')}
              </button>
            ) : (
              <button type="button" className={controls.primary} onClick={start}>
                {t(capabilities.hasDialogs ? 'export.saveTo' : 'export.download')}
              </button>
            )}
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface OnnxFieldsProps {
  readonly host: Caller
  readonly capabilities: Capabilities
  readonly onnx: OnnxChoices
  readonly weightsName: string | null
  readonly onChange: (change: Partial<OnnxChoices>) => void
  readonly onWeightsName: (name: string | null) => void
}

const opsets = Array.from({ length: newestOpset - oldestOpset + 1 }, (_, k) => oldestOpset + k)

function OnnxFields({ host, capabilities, onnx, weightsName, onChange, onWeightsName }: OnnxFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <label className={styles.field}>
        <span>{t('export.opset')}</span>
        <select className={controls.select} value={onnx.opset} onChange={(event) => onChange({ opset: Number(event.target.value) })}>
          {opsets.map((opset) => (
            <option key={opset}>{opset}</option>
          ))}
        </select>
      </label>
      <WeightsField
        host={host}
        capabilities={capabilities}
        source={onnx.weights!}
        name={weightsName}
        onChange={(weights, name) => {
          onChange({ weights })
          onWeightsName(name)
        }}
      />
      <label className={styles.check}>
        <input type="checkbox" checked={onnx.dynamic} onChange={(event) => onChange({ dynamic: event.target.checked })} />
        {t('export.dynamic')}
      </label>
      <label className={styles.check}>
        <input type="checkbox" checked={onnx.fold} onChange={(event) => onChange({ fold: event.target.checked })} />
        {t('export.fold')}
      </label>
    </>
  )
}
