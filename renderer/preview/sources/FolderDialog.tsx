import { useTranslation } from 'react-i18next'
import { FileFooter } from '../../app/dialogs/FileFooter'
import { FolderList } from '../../app/dialogs/FolderList'
import { Modal } from '../../app/dialogs/Modal'
import type { DialogAnswer } from '../../app/dialogs/dialogs'
import dialogs from '../../app/dialogs/dialogs.module.css'
import { useFolderView } from '../../app/dialogs/folder-view'
import { isImageName } from '../../app/choose-file'
import { pickFiles } from '../../app/pick-files'

/** Which folder of images to step through: of those the host may use, or of the machine the browser runs on. */
export function FolderDialog({ onAnswer }: { onAnswer: (answer: DialogAnswer['imageFolder'] | null) => void }) {
  const { t } = useTranslation()
  const view = useFolderView(undefined)
  const { folder } = view
  const upload = async () => {
    const files = await pickFiles({ what: 'folder' })
    if (files.length > 0) onAnswer({ files })
  }
  const use = () => folder !== undefined && onAnswer({ path: folder })
  return (
    <Modal title={t('preview.folderTitle')} className={dialogs.files} onCancel={() => onAnswer(null)}>
      <form
        className={dialogs.form}
        onSubmit={(event) => {
          event.preventDefault()
          use()
        }}
      >
        <FolderList view={view} selected={null} isListed={({ name }) => isImageName(name)} onChoose={use} />
        <FileFooter name={t('preview.useFolder')} isPossible={folder !== undefined} onCancel={() => onAnswer(null)} onUpload={upload} />
      </form>
    </Modal>
  )
}
