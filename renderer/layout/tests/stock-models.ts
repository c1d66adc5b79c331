/** Every template and recipe at the scale it opens at: its path below `assets/`, and its text. */
import { readFileSync, readdirSync } from 'node:fs'

const assets = new URL('../../../assets/', import.meta.url)

export const stockModels = ['models', 'recipes'].flatMap((shelf) =>
  readdirSync(new URL(shelf, assets), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name): readonly [string, string] => [
      `${shelf}/${name.replaceAll('\\', '/')}`,
      readFileSync(new URL(`${shelf}/${name}`, assets), 'utf8'),
    ]),
)
