import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkpointEndings, isCheckpointName } from '../../checkpoint/endings'
import { pickFiles } from '../pick-files'
import { FileFooter } from './FileFooter'
import { FolderList } from './FolderList'
import { Modal } from './Modal'
import type { DialogAnswer } from './dialogs'
import styles from './dialogs.module.css'
import { type FolderEntry, useFolderView } from './folder-view'

interface Props {
  /** Whether a checkpoint will not do. */
  readonly isModel?: boolean
  readonly onAnswer: (answer: DialogAnswer['open'] | null) => void
}

const models = '.yaml,.yml'
const isModelFile = ({ name }: FolderEntry) => /\.ya?ml$/i.test(name)
const isOpenable = (file: FolderEntry) => isModelFile(file) || isCheckpointName(file.name)

/** Which file to open: of the folders the host may use, by its path, or of the machine the browser runs on. */
export function OpenDialog({ isModel = false, onAnswer }: Props) {
  const { t } = useTranslation()
  const view = useFolderView(undefined)
  const [path, setPath] = useState('')
  const upload = async () => {
    const [file] = await pickFiles({ accept: isModel ? models : `${models},${checkpointEndings}`, what: 'file' })
    if (file !== undefined) onAnswer({ file })
  }
  return (
    <Modal title={t(isModel ? 'dialog.open.model' : 'dialog.open.title')} className={styles.files} onCancel={() => onAnswer(null)}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (path.trim() !== '') onAnswer({ path: path.trim() })
        }}
      >
        <label className={styles.field}>
          <span>{t('dialog.open.path')}</span>
          <input value={path} spellCheck={false} autoFocus onChange={(event) => setPath(event.target.value)} />
        </label>
        <FolderList
          view={view}
          selected={path}
          isListed={isModel ? isModelFile : isOpenable}
          onFile={(file) => setPath(file.path)}
          onChoose={(file) => onAnswer({ path: file.path })}
        />
        <FileFooter name={t('dialog.open.open')} isPossible={path.trim() !== ''} onCancel={() => onAnswer(null)} onUpload={upload} />
      </form>
    </Modal>
  )
}
