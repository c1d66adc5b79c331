import { Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import styles from './dialogs.module.css'

interface Props {
  /** What the dialog does in the end. Its form is sent by it. */
  readonly name: string
  readonly isPossible: boolean
  readonly onCancel: () => void
  /** Takes files of the machine the browser runs on instead; not offered where it is left out. */
  readonly onUpload?: () => Promise<void>
}

/** The buttons below a list of files. */
export function FileFooter({ name, isPossible, onCancel, onUpload }: Props) {
  const { t } = useTranslation()
  return (
    <footer className={frame.footer}>
      {onUpload !== undefined && (
        <button type="button" className={`${controls.button} ${styles.aside}`} onClick={() => void onUpload()}>
          <Upload size={15} aria-hidden />
          {t('dialog.open.upload')}
        </button>
      )}
      <button type="button" className={controls.button} onClick={onCancel}>
        {t('dialog.cancel')}
      </button>
      <button type="submit" className={controls.primary} disabled={!isPossible}>
        {name}
      </button>
    </footer>
  )
}
