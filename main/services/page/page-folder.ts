import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HostError } from '../../contract/host-error'

/** The folder of the built interface, above the program. Throws HostError `app.not-built`. */
export function pageFolder(from = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const page = join(folder, 'dist', 'renderer')
    if (existsSync(join(page, 'index.html'))) return page
    if (folder === dirname(folder)) throw new HostError('app.not-built', 'Graft’s window has not been built.')
  }
}
