import { FolderOpen, Plus, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FoundModels } from './FoundModels'
import { KeptDocuments } from './KeptDocuments'
import { Logo } from './Logo'
import { useOpen, useWords } from './ModelCard'
import { RecentFiles } from './RecentFiles'
import { SettingsButton } from './SettingsButton'
import styles from './StartPage.module.css'
import { TemplateShelf } from './TemplateShelf'
import { runAction } from './actions'
import controls from './controls.module.css'
import { findTemplates } from './find-templates'
import type { Template } from './templates'
import { useApp } from './use-app'

/** Where everything begins: what was not saved, a file, a template or a recipe. */
export function StartPage({ templates }: { templates: readonly Template[] }) {
  const { t } = useTranslation()
  const app = useApp()
  const open = useOpen()
  const wordsOf = useWords()
  const [typed, setTyped] = useState('')
  const query = useDeferredValue(typed)
  const [recipes, stock] = useMemo(
    () => [templates.filter((each) => each.isRecipe), templates.filter((each) => !each.isRecipe)],
    [templates],
  )
  useEffect(() => {
    void app.recent.refresh()
    void app.kept.refresh()
  }, [app])

  const find = (text: string) =>
    findTemplates(text, templates, (template) => {
      const { title, about } = wordsOf(template)
      return `${title} ${about}`
    })
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <Logo />
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t('start.title')}</p>
        </div>
        <form
          className={styles.search}
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            const [first] = find(typed)
            if (first !== undefined) open(first)
          }}
        >
          <Search size={16} aria-hidden />
          <input
            type="search"
            value={typed}
            placeholder={t('start.search')}
            aria-label={t('start.search')}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
        <button type="button" className={controls.button} onClick={() => runAction(app, 'newEmpty')}>
          <Plus size={16} aria-hidden />
          {t('action.newEmpty')}
        </button>
        <button type="button" className={styles.open} onClick={() => runAction(app, 'open')}>
          <FolderOpen size={16} aria-hidden />
          {t('start.open')}
        </button>
        <SettingsButton />
      </header>
      {query.trim() !== '' ? (
        <FoundModels found={find(query)} />
      ) : (
        <>
          <KeptDocuments />
          <RecentFiles />
          <TemplateShelf title={t('start.recipes')} templates={recipes} isRow />
          <TemplateShelf title={t('start.templates')} templates={stock} />
        </>
      )}
    </main>
  )
}
