import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import { Modal } from './Modal'
import styles from './dialogs.module.css'

interface Props {
  readonly title: string
  readonly text: string
  /** The least harmful first to come to hand: it is focused. */
  readonly answers: readonly { readonly name: string; readonly give: () => void; readonly isMain?: boolean }[]
  readonly onCancel: () => void
}

/** A short question with a few answers, and Cancel. */
export function Question({ title, text, answers, onCancel }: Props) {
  const { t } = useTranslation()
  return (
    <Modal title={title} className={styles.question} onCancel={onCancel}>
      <p className={styles.text}>{text}</p>
      <footer className={frame.footer}>
        <button type="button" className={controls.button} onClick={onCancel}>
          {t('dialog.cancel')}
        </button>
        {answers.map(({ name, give, isMain }) => (
          <button key={name} type="button" className={isMain ? controls.primary : controls.button} autoFocus={isMain} onClick={give}>
            {name}
          </button>
        ))}
      </footer>
    </Modal>
  )
}
