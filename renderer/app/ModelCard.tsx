import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import type { Picture } from '../analyst/question'
import { type FoundTemplate, openingOf } from './find-templates'
import { difference, short } from './format'
import styles from './ModelCard.module.css'
import controls from './controls.module.css'
import { Thumbnail } from './Thumbnail'
import { type Variant, familyOf, stockAt } from './template-groups'
import { type Template, templates } from './templates'
import { useApp, useStore } from './use-app'
import { useInView } from './use-in-view'

/** What a card says of a template in the language of the window. */
export function useWords(): (template: Template) => { readonly title: string; readonly about: string } {
  const { t, i18n } = useTranslation()
  return (template) => {
    const key = `recipe.${familyOf(template)}`
    if (template.isRecipe && i18n.exists(`${key}.title`)) return { title: t(`${key}.title`), about: t(`${key}.about`) }
    return { title: template.name, about: i18n.language.startsWith('zh') ? template.summary.zh : template.summary.en }
  }
}

/** Opens a template; a recipe beside the model it changes. */
export function useOpen(): (found: FoundTemplate) => void {
  const app = useApp()
  return (found) => {
    if (found.template.isRecipe) app.openCompared(openingOf(found), openingOf(stockAt(found, templates)))
    else app.openTemplate(openingOf(found))
  }
}

interface ModelCardProps {
  readonly found: FoundTemplate
  /** Instead of the template's own title. */
  readonly title?: string
  readonly variants?: readonly Variant[]
}

/** A model to start from: its graph, a line on it, its size, and its variants. Pointing at a variant shows that one. */
export function ModelCard({ found, title, variants = [] }: ModelCardProps) {
  const { t } = useTranslation()
  const wordsOf = useWords()
  const open = useOpen()
  const [pointed, point] = useState<Variant | null>(null)
  const [ref, isInView] = useInView<HTMLLIElement>({ once: true })
  const shown = pointed ?? found
  const picture = usePicture(shown, isInView)
  const words = wordsOf(shown.template)
  const { library, isRecipe } = shown.template
  return (
    <li ref={ref} className={styles.card} data-recipe={isRecipe} onPointerLeave={() => point(null)}>
      <button type="button" className={styles.main} onClick={() => open(found)}>
        <Thumbnail picture={picture} />
        <span className={styles.words}>
          <strong>{pointed !== null && !isRecipe ? pointed.name : (title ?? words.title)}</strong>{' '}
          {library !== '' && <i>{dialectOf(library)?.title ?? library}</i>}
          {isRecipe && <i>{t('start.stock', { name: stockAt(shown, templates).name })}</i>}
          {found.scale !== '' && pointed === null && <i>{t('start.atScale', { scale: found.scale })}</i>}
          <span className={styles.about}>{words.about}</span>
        </span>
      </button>
      <footer className={styles.footer}>
        <small>{picture && <Size picture={picture} />}</small>
        {picture?.graft?.papers.map((paper) => (
          <a key={paper} href={paper} target="_blank" rel="noreferrer">
            {t('start.paper')}
          </a>
        ))}
        {variants.length > 0 && (
          <div className={styles.variants} role="group" aria-label={t('start.variants', { name: words.title })}>
            {variants.map((variant) => (
              <button
                key={variant.name}
                type="button"
                onPointerEnter={() => point(variant)}
                onFocus={() => point(variant)}
                onBlur={() => point(null)}
                onClick={() => open(variant)}
              >
                <Label text={variant.label} />
                <span className={controls.unseen}> {variant.name}</span>
              </button>
            ))}
          </div>
        )}
      </footer>
    </li>
  )
}

/** What a model costs; of a recipe what it costs more than its stock model. */
function Size({ picture: { totals, graft } }: { picture: Picture }): ReactNode {
  const { t } = useTranslation()
  const { gflops } = totals
  if (graft === undefined) return t('start.size', { params: short(totals.params), gflops: gflops === null ? '–' : gflops.toFixed(1) })
  const more = graft.difference.gflops === null ? '–' : difference(graft.difference.gflops, 0, 1) || '+0.0'
  return t('start.size', { params: difference(graft.difference.params, 0), gflops: more })
}

const tasks: Readonly<Record<string, string>> = {
  seg: 'segment',
  cls: 'classify',
  pose: 'pose',
  obb: 'obb',
  depth: 'depth',
  sem: 'semantic',
}

/** `Segment · P6` of `seg-p6`. */
function Label({ text }: { text: string }): ReactNode {
  const { t } = useTranslation()
  return text
    .split('-')
    .map((part) => (tasks[part] !== undefined ? t(`task.${tasks[part]}`) : /^p\d+$/.test(part) ? part.toUpperCase() : part))
    .join(' · ')
}

/** A template's picture, once it was in view. */
function usePicture(found: FoundTemplate, isInView: boolean): Picture | undefined {
  const { pictures } = useApp()
  const drawn = useStore(pictures)
  const { template, name, text } = found
  const key = `${template.id} ${name}`
  useEffect(() => {
    if (!isInView) return
    const stock = template.isRecipe ? stockAt(found, templates) : undefined
    pictures.want(key, { name: `${name}.yaml`, text }, stock && { name: `${stock.name}.yaml`, text: stock.text })
  })
  return drawn.get(key)
}
