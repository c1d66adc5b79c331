import { FolderOpen } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { KeptDocuments } from './KeptDocuments'
import { SettingsButton } from './SettingsButton'
import { Logo } from './Logo'
import { RecentFiles } from './RecentFiles'
import styles from './StartPage.module.css'
import { TemplateShelf } from './TemplateShelf'
import { runAction } from './actions'
import type { Template } from './templates'
import { useApp } from './use-app'

/** Where everything begins: what was not saved, a file, a template or a recipe. */
export function StartPage({ templates }: { templates: readonly Template[] }) {
  const { t } = useTranslation()
  const app = useApp()
  useEffect(() => {
    void app.recent.refresh()
    void app.kept.refresh()
  }, [app])
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <Logo />
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t('start.title')}</p>
        </div>
        <button type="button" className={styles.open} onClick={() => runAction(app, 'open')}>
          <FolderOpen size={16} aria-hidden />
          {t('start.open')}
        </button>
        <SettingsButton />
      </header>
      <KeptDocuments />
      <RecentFiles />
      <TemplateShelf title={t('start.recipes')} templates={templates.filter(({ isRecipe }) => isRecipe)} />
      <TemplateShelf title={t('start.templates')} templates={templates.filter(({ isRecipe }) => !isRecipe)} />
    </main>
  )
}
