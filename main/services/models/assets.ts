import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of templates, recipes and samples: beside the sources in a checkout, beside the program in a package. */
export function assetsFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const assets = join(folder, 'assets')
    if (existsSync(join(assets, 'models'))) return assets
    if (folder === dirname(folder)) throw new Error('expected the assets folder in a folder above the program')
  }
}
