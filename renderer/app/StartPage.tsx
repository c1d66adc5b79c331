import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from './LanguageSwitch'
import { Logo } from './Logo'
import styles from './StartPage.module.css'
import type { Template } from './templates'

interface Props {
  readonly templates: readonly Template[]
  readonly onOpen: (text: string, path: string) => void
}

/** Where everything begins: a template, a recipe or a file. */
export function StartPage({ templates, onOpen }: Props) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const shelf = (title: string, isRecipe: boolean) => (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={styles.shelf}>
        {templates
          .filter((template) => template.isRecipe === isRecipe)
          .map(({ name, text, summary }) => (
            <li key={name}>
              <button type="button" className={styles.card} onClick={() => onOpen(text, `${name}.yaml`)}>
                <strong>{name}</strong>
                <span>{summary}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  )
  const openFile = async (file: File | undefined) => {
    if (file !== undefined) onOpen(await file.text(), file.name)
  }
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <Logo />
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t('start.title')}</p>
        </div>
        <LanguageSwitch />
      </header>
      <div>
        <button type="button" className={styles.open} onClick={() => input.current?.click()}>
          {t('start.open')}
        </button>
        <input
          ref={input}
          type="file"
          accept=".yaml,.yml"
          hidden
          aria-label={t('start.open')}
          onChange={(event) => void openFile(event.target.files?.[0])}
        />
      </div>
      {shelf(t('start.templates'), false)}
      {shelf(t('start.recipes'), true)}
    </main>
  )
}
