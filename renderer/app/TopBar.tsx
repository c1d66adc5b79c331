import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { dialects } from '../../graph-core/dialects'
import type { EditLabel } from '../../graph-core/document'
import { type Snapshot, headerOf } from '../session'
import { RunButton } from '../preview/RunButton'
import { ViewMenu } from '../panels/ViewMenu'
import { FileMenu } from './FileMenu'
import { Segments } from './Segments'
import { SettingsButton } from './SettingsButton'
import { Logo } from './Logo'
import { Totals } from './Totals'
import { imageSizes } from './image-sizes'
import { useTooltip } from './shortcuts'
import styles from './TopBar.module.css'
import controls from './controls.module.css'
import { useSession, useSnapshot } from './use-session'

/** What holds for the whole model: its name, target, scale, image size and totals. Each part is drawn again only when it says something else. */
export const TopBar = memo(function TopBar() {
  return (
    <header className={styles.bar}>
      <Logo />
      <FileMenu />
      <ViewMenu />
      <Name />
      <Target />
      <Scale />
      <ImageSize />
      <Task />
      <History name="undo" />
      <History name="redo" />
      <span className={styles.space} />
      <Totals />
      <RunButton />
      <SettingsButton />
    </header>
  )
})

function Name() {
  const { t } = useTranslation()
  const path = useSnapshot(({ path }) => path)
  return <strong className={styles.name}>{path?.split(/[\\/]/).at(-1) ?? t('tabs.untitled')}</strong>
}

function Target() {
  const { t } = useTranslation()
  const session = useSession()
  const target = useSnapshot(({ report }) => report.target)
  return (
    <select
      className={controls.select}
      aria-label={t('bar.target')}
      value={target}
      onChange={(event) => session.setTarget(event.target.value)}
    >
      {dialects.map(({ target: { id }, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
}

/** The names of a model's scales; a text, so that the same ones are the same. */
const scalesOf = ({ document, report }: Snapshot) => JSON.stringify(headerOf(document, report).scales)

function Scale() {
  const { t } = useTranslation()
  const session = useSession()
  const scale = useSnapshot(({ report }) => report.scale)
  const scales = JSON.parse(useSnapshot(scalesOf)) as string[]
  if (scales.length === 0) return null
  return (
    <Segments
      label={t('bar.scale')}
      value={scale}
      options={scales.map((each) => ({ value: each, name: each }))}
      onChange={(next) => session.setScale(next)}
    />
  )
}

function ImageSize() {
  const { t } = useTranslation()
  const session = useSession()
  const size = useSnapshot(({ report }) => report.imgsz[0])
  return (
    <select
      className={controls.select}
      aria-label={t('bar.size')}
      value={size}
      onChange={(event) => session.setImageSize([Number(event.target.value), Number(event.target.value)])}
    >
      {imageSizes.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  )
}

function Task() {
  const { t } = useTranslation()
  const task = useSnapshot(({ report }) => report.task)
  return <span className={styles.task}>{t(`task.${task}`, { defaultValue: task })}</span>
}

function History({ name }: { name: 'undo' | 'redo' }) {
  const { t } = useTranslation()
  const session = useSession()
  const label: EditLabel | undefined = useSnapshot(({ undoLabel, redoLabel }) => (name === 'undo' ? undoLabel : redoLabel))
  const title = label === undefined ? t(`bar.${name}`) : t(`bar.${name}Named`, { label: t(`undo.${label.key}`, { ...label.values }) })
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={title}
      title={useTooltip(title, name)}
      disabled={label === undefined}
      onClick={session[name]}
    >
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        aria-hidden="true"
        transform={name === 'redo' ? 'scale(-1 1)' : undefined}
      >
        <path d="M5.5 3 2.5 6l3 3M3 6h6.5a3.7 3.7 0 0 1 0 7.4H6" />
      </svg>
    </button>
  )
}
