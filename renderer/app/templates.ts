/** The models one can start from, read from assets when the page is built. */
import chinese from '../../assets/locales/templates.zh.json'
import { stockNameOf } from '../../graph-core/dialects/model-name'

export interface Template {
  /** Its place among the assets; two libraries may use one name. */
  readonly id: string
  readonly name: string
  /** The folder below the templates; '' for Ultralytics'. */
  readonly library: string
  readonly text: string
  /** The comment that opens the file, and its Chinese. A recipe is told by the locales. */
  readonly summary: { readonly en: string; readonly zh: string }
  /** A recipe is an article's graft onto a stock model. */
  readonly isRecipe: boolean
}

const files = {
  ...import.meta.glob<string>('../../assets/models/*.yaml', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../assets/models/yolov5/*.yaml', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../assets/recipes/*.yaml', { query: '?raw', import: 'default', eager: true }),
}

export const templates: readonly Template[] = Object.entries(files).map(([path, text]) => {
  const id = /assets\/(.*)\.yaml$/.exec(path)![1]!
  const key = id.replace('models/', '')
  const en = /^# (.*)/.exec(text)?.[1] ?? ''
  return {
    id,
    name: key.split('/').at(-1)!,
    library: /models\/(.+)\//.exec(path)?.[1] ?? '',
    text,
    summary: { en, zh: (chinese as Readonly<Record<string, string>>)[key] ?? en },
    isRecipe: path.includes('/recipes/'),
  }
})

/** The stock model a recipe changes: the one it is named after. */
export function stockOf(recipe: Template, all: readonly Template[]): Template {
  const stock = all.filter(({ isRecipe }) => !isRecipe)
  const name = stockNameOf(
    recipe.name,
    stock.map((template) => template.name),
  )
  const found = stock.find((template) => template.name === name)
  if (found === undefined) throw new Error(`expected a stock model that ${recipe.name} is named after`)
  return found
}
