import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './DropTarget.module.css'
import { useApp } from './use-app'

const hasFiles = (event: React.DragEvent) => event.dataTransfer.types.includes('Files')

/** Model files and checkpoints dropped anywhere in the window are opened. A page is not told where they lie, so saving them asks for a place. */
export function DropTarget({ className, children }: { className: string | undefined; children: ReactNode }) {
  const { t } = useTranslation()
  const { openFile } = useApp()
  const [isOver, setOver] = useState(false)
  const drop = async (files: readonly File[]) => {
    for (const file of files) await openFile(file)
  }
  return (
    <div
      className={className}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        setOver(false)
        if (!hasFiles(event)) return
        event.preventDefault()
        void drop([...event.dataTransfer.files])
      }}
    >
      {children}
      {isOver && <div className={styles.sign}>{t('drop.sign')}</div>}
    </div>
  )
}
