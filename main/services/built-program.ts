import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the build puts a program that the services start: in `services/` beside the folders of the faces, or in `dist/` when running from the sources. Null where it is not there. */
export function builtProgram(name: string): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = ['services', 'dist/services'].map((shelf) => join(folder, shelf, name)).find((path) => existsSync(path))
    if (found !== undefined) return found
    if (folder === dirname(folder)) return null
  }
}
