import { Dialog } from 'radix-ui'
import { useEffect, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { X } from 'lucide-react'
import { type Report, buildModel } from '../../graph-core/analysis'
import type { Document } from '../../graph-core/document'
import { defaultOpset, newestOpset, oldestOpset } from '../../graph-core/onnx/opsets'
import { type NoSuppression, suppression, suppressionOf } from '../../graph-core/onnx/programs/suppression'
import type { Library } from '../../graph-core/symbolic'
import type { Capabilities, ExportFormat, OnnxChoices } from '../../main/contract/host'
import { WeightsField } from '../app/WeightsField'
import type { Caller } from '../app/bulk'
import controls from '../app/controls.module.css'
import dialog from '../app/dialog.module.css'
import { modelSourceOf } from '../app/model-source'
import { useApp, useStore } from '../app/use-app'
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
  const { document, report } = useSnapshot()
  const run = useMemo(() => createExportRun(host, capabilities), [host, capabilities])
  const state = useStore(run)
  const [format, setFormat] = useState<ExportFormat>('onnx')
  // The weights that the model is looked at with.
  const looked = useApp().previews.of(session).getSnapshot().weights
  const [onnx, setOnnx] = useState<OnnxChoices>({
    opset: defaultOpset,
    fold: true,
    dynamic: false,
    half: false,
    nms: false,
    weights: looked.source,
  })
  const [weightsName, setWeightsName] = useState(looked.name)
  const noNms = useMemo(() => whyNoNms(document, report, session.library), [document, report, session])
  const ending = formats.find(([name]) => name === format)![1]
  const [stem, setStem] = useState(report.name)
  useEffect(() => () => run.cancel(), [run])

  const isRunning = state.status === 'running'
  const chosen = { ...onnx, nms: onnx.nms === true && noNms === null }
  const start = () =>
    void run.start({ model: modelSourceOf(session), format, onnx: chosen, name: `${stem.trim() || report.name}${ending}` })
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
          <div className={styles.body}>
            <fieldset disabled={isRunning} className={styles.form}>
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
                    onnx={chosen}
                    noNms={noNms}
                    weightsName={weightsName}
                    onChange={(change) => setOnnx({ ...onnx, ...change })}
                    onWeightsName={setWeightsName}
                  />
                )}
                <p className={styles.about}>{t(`export.formats.${format}.more`)}</p>
              </div>
            </fieldset>
          </div>
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
  /** Why NMS cannot be chosen; null where it can. */
  readonly noNms: NoSuppression | null
  readonly weightsName: string | null
  readonly onChange: (change: Partial<OnnxChoices>) => void
  readonly onWeightsName: (name: string | null) => void
}

const opsets = Array.from({ length: newestOpset - oldestOpset + 1 }, (_, k) => oldestOpset + k)

function OnnxFields({ host, capabilities, onnx, noNms, weightsName, onChange, onWeightsName }: OnnxFieldsProps) {
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
      <Choice
        name={t('export.half')}
        about={t('export.halfAbout')}
        isChecked={onnx.half === true}
        onChange={(half) => onChange({ half })}
      />
      <Choice
        name={t('export.nms')}
        about={noNms === null ? t('export.nmsAbout', { ...suppression }) : t(`export.noNms.${noNms}`)}
        isChecked={onnx.nms === true}
        isDisabled={noNms !== null}
        onChange={(nms) => onChange({ nms })}
      />
    </>
  )
}

interface ChoiceProps {
  readonly name: string
  /** What it does, or why it cannot be chosen. */
  readonly about: string
  readonly isChecked: boolean
  readonly isDisabled?: boolean
  readonly onChange: (isChecked: boolean) => void
}

/** A choice with a line on what it does. */
function Choice({ name, about, isChecked, isDisabled = false, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <label className={styles.check} data-disabled={isDisabled}>
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        aria-label={name}
        aria-describedby={id}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {name}
        <small id={id}>{about}</small>
      </span>
    </label>
  )
}

/** Why NMS has nothing to do behind the model on the screen; null where it has. */
function whyNoNms(document: Document, { target, scale }: Report, library: Library): NoSuppression | null {
  const form = suppressionOf(buildModel(document, library, { target, ...(scale === '' ? {} : { scale }) }))
  return typeof form === 'string' ? form : null
}
