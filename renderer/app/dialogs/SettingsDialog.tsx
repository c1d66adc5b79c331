import { Keyboard } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { dialects } from '../../../graph-core/dialects'
import type { Settings } from '../../../main/contract/host'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import { Segments } from '../Segments'
import { choosable } from '../../preview/devices'
import { languages } from '../i18n'
import { imageSizes } from '../image-sizes'
import { useApp, useStore } from '../use-app'
import { Modal } from './Modal'
import styles from './SettingsDialog.module.css'

/** From small to large, as the libraries name them. */
const scales = ['n', 't', 's', 'm', 'b', 'c', 'l', 'x', 'e'] as const

/** What running models may take, in MB. */
const memories = [1, 2, 4, 8, 16, 32, 64].map((gigabytes) => 1024 * gigabytes)

/** How the window looks, and what models are looked at with; each choice holds at once, in every window, and is kept. */
export function SettingsDialog({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation()
  const { settings, connection, previews } = useApp()
  const { theme = 'system', language = 'system', motion = 'system', edgeLabels = 'hover', cardBar = 'params', ...rest } = useStore(settings)
  const { reopenTabs = true, target = '', scale = '', imgsz = 640, device = 'auto', inferenceMemory = 0 } = rest
  const { capabilities } = useStore(connection)
  const devices = useStore(previews.devices)
  useEffect(() => void previews.devices.load(), [previews])
  const options = <K extends keyof Settings>(field: K, values: readonly (Settings[K] & string)[]) =>
    values.map((value) => ({ value, name: t(`settings.${field}.${value}`) }))
  const asInFile = <option value="">{t('settings.asInFile')}</option>
  return (
    <Modal title={t('action.settings')} className={styles.dialog} onCancel={onClose}>
      <div className={styles.all}>
        <Group title={t('settings.window')}>
          <Row name={t('settings.theme.label')}>
            <Segments
              label={t('settings.theme.label')}
              value={theme}
              options={options('theme', ['system', 'light', 'dark'])}
              autoFocus
              onChange={(next) => settings.set({ theme: next })}
            />
          </Row>
          <Row name={t('settings.language')}>
            <Select
              label={t('settings.language')}
              value={language}
              onChange={(next) => settings.set({ language: next as Settings['language'] })}
            >
              <option value="system">{t('settings.theme.system')}</option>
              {Object.entries(languages).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          </Row>
          <p className={styles.about}>{t('settings.languageNote')}</p>
          <Row name={t('settings.motion.label')}>
            <Segments
              label={t('settings.motion.label')}
              value={motion}
              options={options('motion', ['system', 'reduced', 'full'])}
              onChange={(next) => settings.set({ motion: next })}
            />
          </Row>
          <Row name={t('settings.reopenTabs')}>
            <input
              type="checkbox"
              aria-label={t('settings.reopenTabs')}
              checked={reopenTabs}
              onChange={(event) => settings.set({ reopenTabs: event.target.checked })}
            />
          </Row>
          <Row name={t('settings.keys')}>
            <button type="button" className={controls.button} onClick={onShortcuts}>
              <Keyboard size={15} aria-hidden />
              {t('action.shortcuts')}
            </button>
          </Row>
        </Group>
        <Group title={t('settings.canvas')}>
          <Row name={t('settings.edgeLabels.label')}>
            <Segments
              label={t('settings.edgeLabels.label')}
              value={edgeLabels}
              options={options('edgeLabels', ['hover', 'always'])}
              onChange={(next) => settings.set({ edgeLabels: next })}
            />
          </Row>
          <Row name={t('settings.cardBar.label')}>
            <Segments
              label={t('settings.cardBar.label')}
              value={cardBar}
              options={options('cardBar', ['params', 'gflops', 'latency'])}
              onChange={(next) => settings.set({ cardBar: next })}
            />
          </Row>
        </Group>
        <Group title={t('settings.models')}>
          <Row name={t('bar.target')}>
            <Select label={t('bar.target')} value={target} onChange={(next) => settings.set({ target: next })}>
              {asInFile}
              {dialects.map(({ target: { id }, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          </Row>
          <Row name={t('bar.scale')}>
            <Select label={t('bar.scale')} value={scale} onChange={(next) => settings.set({ scale: next })}>
              {asInFile}
              {scales.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </Select>
          </Row>
          <Row name={t('bar.size')}>
            <Select label={t('bar.size')} value={String(imgsz)} onChange={(next) => settings.set({ imgsz: Number(next) })}>
              {imageSizes.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </Select>
          </Row>
          <p className={styles.about}>{t('settings.modelsAbout')}</p>
        </Group>
        <Group title={t('settings.running')}>
          <Row name={t('preview.device')}>
            <Select label={t('preview.device')} value={device} onChange={(next) => settings.set({ device: next })}>
              <option value="auto">{t('preview.auto')}</option>
              {choosable(devices, device).map(({ id, name, refusal }) => (
                <option key={id} value={id} disabled={refusal !== null}>
                  {refusal === null ? name : t('preview.unavailable', { device: name })}
                </option>
              ))}
            </Select>
          </Row>
          <Row name={t('settings.memory')}>
            <Select
              label={t('settings.memory')}
              value={String(inferenceMemory)}
              onChange={(next) => settings.set({ inferenceMemory: Number(next) })}
            >
              <option value="0">{t('settings.memoryAuto')}</option>
              {[...new Set([...memories, ...(inferenceMemory === 0 ? [] : [inferenceMemory])])].map((megabytes) => (
                <option key={megabytes} value={megabytes}>
                  {`${megabytes / 1024} GB`}
                </option>
              ))}
            </Select>
          </Row>
        </Group>
      </div>
      <footer className={frame.footer}>
        {capabilities !== null && <span className={styles.version}>{t('settings.version', { version: capabilities.version })}</span>}
        <button type="button" className={controls.primary} onClick={onClose}>
          {t('dialog.done')}
        </button>
      </footer>
    </Modal>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span aria-hidden>{name}</span>
      {children}
    </div>
  )
}

interface SelectProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: ReactNode
}

function Select({ label, value, onChange, children }: SelectProps) {
  return (
    <select className={controls.select} aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {children}
    </select>
  )
}
