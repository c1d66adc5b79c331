import { Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pickFile } from '../bulk'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import { FolderList } from './FolderList'
import { Modal } from './Modal'
import type { DialogAnswer } from './dialogs'
import styles from './dialogs.module.css'
import { useFolderView } from './folder-view'

/** Which file to open: of the folders the host may use, by its path, or of the machine the browser runs on. */
export function OpenDialog({ onAnswer }: { onAnswer: (answer: DialogAnswer['open'] | null) => void }) {
  const { t } = useTranslation()
  const view = useFolderView(undefined)
  const [path, setPath] = useState('')
  const upload = async () => {
    const file = await pickFile('.yaml,.yml')
    if (file !== null) onAnswer({ name: file.name, text: await file.text() })
  }
  return (
    <Modal title={t('dialog.open.title')} className={styles.files} onCancel={() => onAnswer(null)}>
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
        <FolderList view={view} selected={path} onFile={(file) => setPath(file.path)} onChoose={(file) => onAnswer({ path: file.path })} />
        <footer className={frame.footer}>
          <button type="button" className={`${controls.button} ${styles.aside}`} onClick={() => void upload()}>
            <Upload size={15} aria-hidden />
            {t('dialog.open.upload')}
          </button>
          <button type="button" className={controls.button} onClick={() => onAnswer(null)}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className={controls.primary} disabled={path.trim() === ''}>
            {t('dialog.open.open')}
          </button>
        </footer>
      </form>
    </Modal>
  )
}
