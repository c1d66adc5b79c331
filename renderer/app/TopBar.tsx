import { useTranslation } from 'react-i18next'
import { dialects } from '../../graph-core/dialects'
import type { EditLabel } from '../../graph-core/document'
import { headerOf } from '../session'
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

/** What holds for the whole model: its name, target, scale, image size and totals. */
export function TopBar() {
  const { t } = useTranslation()
  const session = useSession()
  const { report, document, path, undoLabel, redoLabel } = useSnapshot()
  const { scales } = headerOf(document, report)
  return (
    <header className={styles.bar}>
      <Logo />
      <FileMenu />
      <ViewMenu />
      <strong className={styles.name}>{path?.split(/[\\/]/).at(-1) ?? t('tabs.untitled')}</strong>
      <select
        className={controls.select}
        aria-label={t('bar.target')}
        value={report.target}
        onChange={(event) => session.setTarget(event.target.value)}
      >
        {dialects.map(({ target, title }) => (
          <option key={target.id} value={target.id}>
            {title}
          </option>
        ))}
      </select>
      {scales.length > 0 && (
        <Segments
          label={t('bar.scale')}
          value={report.scale}
          options={scales.map((scale) => ({ value: scale, name: scale }))}
          onChange={(scale) => session.setScale(scale)}
        />
      )}
      <select
        className={controls.select}
        aria-label={t('bar.size')}
        value={report.imgsz[0]}
        onChange={(event) => session.setImageSize([Number(event.target.value), Number(event.target.value)])}
      >
        {imageSizes.map((size) => (
          <option key={size}>{size}</option>
        ))}
      </select>
      <span className={styles.task}>{t(`task.${report.task}`, { defaultValue: report.task })}</span>
      <History label={undoLabel} name="undo" onClick={session.undo} />
      <History label={redoLabel} name="redo" onClick={session.redo} />
      <span className={styles.space} />
      <Totals />
      <RunButton />
      <SettingsButton />
    </header>
  )
}

function History({ label, name, onClick }: { label: EditLabel | undefined; name: 'undo' | 'redo'; onClick: () => boolean }) {
  const { t } = useTranslation()
  const title = label === undefined ? t(`bar.${name}`) : t(`bar.${name}Named`, { label: t(`undo.${label.key}`, { ...label.values }) })
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={title}
      title={useTooltip(title, name)}
      disabled={label === undefined}
      onClick={onClick}
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
