import { Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { FolderList } from '../../app/dialogs/FolderList'
import { Modal } from '../../app/dialogs/Modal'
import type { DialogAnswer } from '../../app/dialogs/dialogs'
import dialogs from '../../app/dialogs/dialogs.module.css'
import { useFolderView } from '../../app/dialogs/folder-view'
import { isImageName } from '../../app/choose-file'
import controls from '../../app/controls.module.css'
import frame from '../../app/dialog.module.css'
import { pickFiles } from './choose'

/** Which folder of images to step through: of those the host may use, or of the machine the browser runs on. */
export function FolderDialog({ onAnswer }: { onAnswer: (answer: DialogAnswer['imageFolder'] | null) => void }) {
  const { t } = useTranslation()
  const view = useFolderView(undefined)
  const { folder } = view
  const upload = async () => {
    const files = await pickFiles({ isFolder: true })
    if (files.length > 0) onAnswer({ files })
  }
  return (
    <Modal title={t('preview.folderTitle')} className={dialogs.files} onCancel={() => onAnswer(null)}>
      <div className={dialogs.form}>
        <FolderList
          view={view}
          selected={null}
          isListed={({ name }) => isImageName(name)}
          onChoose={() => folder !== undefined && onAnswer({ path: folder })}
        />
        <footer className={frame.footer}>
          <button type="button" className={`${controls.button} ${dialogs.aside}`} onClick={() => void upload()}>
            <Upload size={15} aria-hidden />
            {t('dialog.open.upload')}
          </button>
          <button type="button" className={controls.button} onClick={() => onAnswer(null)}>
            {t('dialog.cancel')}
          </button>
          <button
            type="button"
            className={controls.primary}
            disabled={folder === undefined}
            onClick={() => folder !== undefined && onAnswer({ path: folder })}
          >
            {t('preview.useFolder')}
          </button>
        </footer>
      </div>
    </Modal>
  )
}
