import { Component, type ErrorInfo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../app/CopyButton'
import controls from '../app/controls.module.css'
import { tellBug } from '../app/tell-bugs'
import { useApp, useStore } from '../app/use-app'
import styles from './PanelBoundary.module.css'

interface Props {
  readonly title: string
  /** Once it is told. */
  readonly onBug?: () => void
  readonly children: ReactNode
}

interface State {
  readonly error: Error | null
  /** The components it came through. */
  readonly path: string
}

/** Holds a mistake of a panel inside it: the panel says so, every other goes on. */
class Boundary extends Component<Props & { readonly tell: (error: Error) => void }, State> {
  override state: State = { error: null, path: '' }

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override componentDidCatch(_: unknown, { componentStack }: ErrorInfo) {
    this.setState({ path: componentStack ?? '' })
    this.props.tell(this.state.error!)
    this.props.onBug?.()
  }

  override render() {
    const { error, path } = this.state
    const { title, children } = this.props
    if (error === null) return children
    return <Failed title={title} error={error} path={path} onReload={() => this.setState({ error: null, path: '' })} />
  }
}

/** A panel, or another part of the window, with its mistakes held inside it, and told. */
export function PanelBoundary(props: Props) {
  const { notices } = useApp()
  return <Boundary {...props} tell={(error) => tellBug(notices, error)} />
}

interface FailedProps {
  readonly title: string
  readonly error: Error
  readonly path: string
  readonly onReload: () => void
}

function Failed({ title, error, path, onReload }: FailedProps) {
  const { t } = useTranslation()
  const { capabilities } = useStore(useApp().connection)
  const report = () =>
    [`Graft ${capabilities?.version ?? ''} · ${title}`, navigator.userAgent, error.stack ?? error.message, path.trim()].join('\n\n')
  return (
    <div className={styles.failed}>
      <h2>{t('panels.failed', { name: title })}</h2>
      <p>{t('panels.failedAbout')}</p>
      <div>
        <button type="button" className={controls.primary} onClick={onReload}>
          {t('panels.reload')}
        </button>
        <CopyButton text={report} name={t('panels.copyReport')} />
      </div>
    </div>
  )
}
