/** The models one can start from, read from assets when the page is built. */

export interface Template {
  /** Its place among the assets; two libraries may use one name. */
  readonly id: string
  readonly name: string
  /** The folder below the templates; '' for Ultralytics'. */
  readonly library: string
  readonly text: string
  /** The comment that opens the file. */
  readonly summary: string
  readonly isRecipe: boolean
}

const files = {
  ...import.meta.glob<string>('../../assets/models/*.yaml', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../assets/models/yolov5/*.yaml', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../../assets/recipes/*.yaml', { query: '?raw', import: 'default', eager: true }),
}

export const templates: readonly Template[] = Object.entries(files).map(([path, text]) => ({
  id: path,
  name: /([^/]+)\.yaml$/.exec(path)![1]!,
  library: /models\/(.+)\//.exec(path)?.[1] ?? '',
  text,
  summary: /^# (.*)/.exec(text)?.[1] ?? '',
  isRecipe: path.includes('/recipes/'),
}))
