import { FolderOpen, Settings } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { KeptDocuments } from './KeptDocuments'
import { Logo } from './Logo'
import { RecentFiles } from './RecentFiles'
import styles from './StartPage.module.css'
import { runAction } from './actions'
import controls from './controls.module.css'
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
  const shelf = (title: string, isRecipe: boolean) => (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={styles.shelf}>
        {templates
          .filter((template) => template.isRecipe === isRecipe)
          .map(({ id, name, text, summary }) => (
            <li key={id}>
              <button type="button" className={styles.card} onClick={() => app.openText(`${name}.yaml`, text)}>
                <strong>{name}</strong>
                <span>{summary}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  )
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
        <button
          type="button"
          className={controls.icon}
          aria-label={t('action.settings')}
          title={t('action.settings')}
          onClick={() => runAction(app, 'settings')}
        >
          <Settings size={18} aria-hidden />
        </button>
      </header>
      <KeptDocuments />
      <RecentFiles />
      {shelf(t('start.recipes'), true)}
      {shelf(t('start.templates'), false)}
    </main>
  )
}
