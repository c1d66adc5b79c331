import { ChevronRight, FileText, Folder, House } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import { useApp } from '../use-app'
import styles from './FolderList.module.css'
import type { FolderEntry, FolderView } from './folder-view'

interface Props {
  readonly view: FolderView
  readonly selected: string | null
  /** Which files are listed; model files where it is left out. */
  readonly isListed?: (file: FolderEntry) => boolean
  readonly onFile?: (file: FolderEntry) => void
  /** Double-clicked, or Enter where it is selected. */
  readonly onChoose: (file: FolderEntry) => void
}

const isModel = ({ name }: FolderEntry) => /\.ya?ml$/i.test(name)

/** The folders and the files that are looked for in a folder, with the way there. */
export function FolderList({ view, selected, isListed = isModel, onFile, onChoose }: Props) {
  const { t } = useTranslation()
  const { folder, entries, error, isLoading, enter, retry } = view
  const shown = entries.filter((entry) => entry.isFolder || isListed(entry)).sort((a, b) => Number(b.isFolder) - Number(a.isFolder))
  return (
    <div className={styles.view}>
      <Way folder={folder} onEnter={enter} />
      {error !== null ? (
        <div className={styles.failure} role="alert">
          <strong>{t(`hostError.${error.code}.title`)}</strong>
          <p>{error.message}</p>
          <p>{t(`hostError.${error.code}.cure`)}</p>
          <button type="button" className={controls.button} onClick={retry}>
            {t('notice.do.retry')}
          </button>
        </div>
      ) : (
        <ul className={styles.list} aria-label={t('folder.label')} aria-busy={isLoading}>
          {shown.map((entry) => (
            <li key={entry.path}>
              <button
                type="button"
                aria-pressed={entry.isFolder ? undefined : entry.path === selected}
                onClick={() => (entry.isFolder ? enter(entry.path) : onFile?.(entry))}
                onDoubleClick={() => !entry.isFolder && onChoose(entry)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || entry.isFolder || entry.path !== selected) return
                  event.preventDefault()
                  onChoose(entry)
                }}
              >
                {entry.isFolder ? <Folder size={16} aria-hidden /> : <FileText size={16} aria-hidden />}
                <span>{entry.name}</span>
                {entry.isFolder && <ChevronRight size={14} aria-hidden />}
              </button>
            </li>
          ))}
          {shown.length === 0 && !isLoading && <li className={styles.none}>{t('folder.empty')}</li>}
        </ul>
      )}
    </div>
  )
}

/** From the folder one may start in to the one that is shown. */
function Way({ folder, onEnter }: { folder: string | undefined; onEnter: (folder: string | undefined) => void }) {
  const { t } = useTranslation()
  const { connection } = useApp()
  const start = connection.getSnapshot().capabilities?.folders?.find((each) => folder === each || folder?.startsWith(each))
  const steps: { name: string; path: string }[] = []
  if (folder !== undefined && start !== undefined) {
    const separator = start.includes('\\') ? '\\' : '/'
    let path = start
    steps.push({ name: start.split(separator).at(-1) || start, path })
    for (const name of folder.slice(start.length).split(separator).filter(Boolean)) {
      path = path.endsWith(separator) ? path + name : path + separator + name
      steps.push({ name, path })
    }
  }
  return (
    <nav className={styles.way} aria-label={t('folder.way')}>
      <button type="button" aria-label={t('folder.start')} title={t('folder.start')} onClick={() => onEnter(undefined)}>
        <House size={14} aria-hidden />
      </button>
      {steps.map(({ name, path }) => (
        <button key={path} type="button" aria-current={path === folder ? 'location' : undefined} onClick={() => onEnter(path)}>
          {name}
        </button>
      ))}
    </nav>
  )
}
