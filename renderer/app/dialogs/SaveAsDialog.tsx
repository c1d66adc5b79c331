import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../use-app'
import { FileFooter } from './FileFooter'
import { FolderList } from './FolderList'
import { Modal } from './Modal'
import type { DialogAnswer, DialogInput } from './dialogs'
import styles from './dialogs.module.css'
import { useFolderView } from './folder-view'

type Props = DialogInput['saveAs'] & { readonly onAnswer: (answer: DialogAnswer['saveAs'] | null) => void }

/** Where to save to: a folder the host may use, and a name. */
export function SaveAsDialog({ name: proposed, folder: first, refused, onAnswer }: Props) {
  const { t } = useTranslation()
  const { capabilities } = useApp().connection.getSnapshot()
  const mayBegin = first !== undefined && (capabilities?.folders?.some((folder) => first.startsWith(folder)) ?? true)
  const view = useFolderView(mayBegin ? first : undefined)
  const [name, setName] = useState(proposed)
  const { folder } = view
  const wanted = name.trim()
  const isPossible = folder !== undefined && wanted !== '' && !/[\\/]/.test(wanted)
  const separator = capabilities?.platform === 'win32' ? '\\' : '/'
  const pathOf = (file: string) => `${folder?.replace(/[\\/]$/, '')}${separator}${/\.ya?ml$/i.test(file) ? file : `${file}.yaml`}`
  return (
    <Modal title={t('dialog.saveAs.title')} className={styles.files} onCancel={() => onAnswer(null)}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (isPossible) onAnswer({ path: pathOf(wanted) })
        }}
      >
        {refused !== undefined && <p className={styles.why}>{t('notice.readOnly', { name: refused })}</p>}
        <label className={styles.field}>
          <span>{t('dialog.saveAs.name')}</span>
          <input
            value={name}
            spellCheck={false}
            autoFocus
            onFocus={(event) => event.target.setSelectionRange(0, event.target.value.replace(/\.ya?ml$/i, '').length)}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <FolderList
          view={view}
          selected={folder === undefined ? null : pathOf(wanted)}
          onFile={(file) => setName(file.name)}
          onChoose={(file) => onAnswer({ path: file.path })}
        />
        <FileFooter name={t('action.save')} isPossible={isPossible} onCancel={() => onAnswer(null)} />
      </form>
    </Modal>
  )
}
