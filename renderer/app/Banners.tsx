import { useTranslation } from 'react-i18next'
import type { OpenDocument } from '../documents/document'
import styles from './Banners.module.css'
import controls from './controls.module.css'
import { useApp, useStore } from './use-app'

/** Says calmly that the host is away; what is written meanwhile is kept here and sent when it is back. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const { connection } = useApp()
  const { status } = useStore(connection)
  if (status !== 'lost') return null
  return (
    <div className={styles.banner} data-kind="lost" role="status">
      <span>{t('connection.lost')}</span>
      <button type="button" className={controls.button} onClick={connection.retry}>
        {t('connection.retry')}
      </button>
    </div>
  )
}

/** Says what another program did to the file while it has changes here. */
export function DiskBanner({ document }: { document: OpenDocument }) {
  const { t } = useTranslation()
  const { dialogs, takeTheirs, keepMine } = useApp()
  const { onDisk, name } = useStore(document)
  const { text } = useStore(document.session)
  if (onDisk.kind === 'same') return null
  if (onDisk.kind === 'deleted') {
    return (
      <div className={styles.banner} role="status">
        <span>{t('disk.deleted', { name })}</span>
        <button type="button" className={controls.button} onClick={() => void document.session.save()}>
          {t('disk.saveAgain')}
        </button>
        <button type="button" className={controls.button} onClick={() => void document.session.save('another')}>
          {t('notice.do.saveAs')}
        </button>
      </div>
    )
  }
  const compare = async () => {
    const answer = await dialogs.ask('compare', { name, mine: text, theirs: onDisk.text })
    if (answer === 'theirs') takeTheirs(document)
    if (answer === 'mine') keepMine(document)
  }
  return (
    <div className={styles.banner} role="status">
      <span>{t('disk.changed', { name })}</span>
      <button type="button" className={controls.button} onClick={() => takeTheirs(document)}>
        {t('notice.do.reload')}
      </button>
      <button type="button" className={controls.button} onClick={() => keepMine(document)}>
        {t('disk.keepMine')}
      </button>
      <button type="button" className={controls.button} onClick={() => void compare()}>
        {t('disk.compare')}
      </button>
    </div>
  )
}
