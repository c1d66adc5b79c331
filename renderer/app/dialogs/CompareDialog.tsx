import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'
import styles from './CompareDialog.module.css'
import { Modal } from './Modal'
import { compareLines } from './compare-lines'
import type { DialogAnswer, DialogInput } from './dialogs'

type Props = DialogInput['compare'] & { readonly onAnswer: (answer: DialogAnswer['compare'] | null) => void }

/** What is here and what another program wrote, side by side. */
export function CompareDialog({ name, mine, theirs, onAnswer }: Props) {
  const { t } = useTranslation()
  const lines = useMemo(() => compareLines(mine, theirs), [mine, theirs])
  return (
    <Modal title={t('dialog.compare.title', { name })} className={styles.dialog} onCancel={() => onAnswer(null)}>
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th colSpan={2}>{t('dialog.compare.mine')}</th>
              <th colSpan={2}>{t('dialog.compare.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ left, right, isSame }) => (
              <tr key={`${left?.number ?? '-'} ${right?.number ?? '-'}`} data-same={isSame}>
                <td>{left?.number}</td>
                <td data-side="mine" data-none={left === null}>
                  {left?.text}
                </td>
                <td>{right?.number}</td>
                <td data-side="theirs" data-none={right === null}>
                  {right?.text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer className={frame.footer}>
        <button type="button" className={controls.button} onClick={() => onAnswer(null)}>
          {t('dialog.cancel')}
        </button>
        <button type="button" className={controls.button} onClick={() => onAnswer('theirs')}>
          {t('notice.do.reload')}
        </button>
        <button type="button" className={controls.primary} onClick={() => onAnswer('mine')}>
          {t('disk.keepMine')}
        </button>
      </footer>
    </Modal>
  )
}
