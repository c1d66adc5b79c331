/** Images in folders, in the order people count: `img2` before `img10`. */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { compareNames } from '../../../../graph-core/name-order'
import { HostError, fromSystemError } from '../../../contract/host-error'
import type { FileAccess } from '../../files/access'

/** Of the files that are taken for images. */
export const imageExtensions = ['jpg', 'jpeg', 'png', 'bmp', 'webp', 'tif', 'tiff', 'gif', 'avif', 'heic', 'heif'] as const

const isImage = (name: string) => new RegExp(`\\.(${imageExtensions.join('|')})$`, 'i').test(name) && !name.startsWith('.')

/** What a source on the command line stands for. */
export interface Source {
  readonly images: readonly string[]
  /** Files of a folder that are no images. */
  readonly others: readonly string[]
}

/** The image, or the images of a folder. Throws HostError `file.*`. */
export async function imagesIn(source: string): Promise<Source> {
  try {
    if (!(await stat(source)).isDirectory()) return { images: [source], others: [] }
    const entries = await readdir(source, { withFileTypes: true })
    const names = entries.map(({ name }) => name).filter((name) => isImage(name))
    if (names.length === 0) throw new HostError('file.missing', `There is no image in ${source}.`)
    const others = entries.filter((entry) => entry.isFile() && !isImage(entry.name) && !entry.name.startsWith('.'))
    const inOrder = (all: readonly string[]) => all.toSorted(compareNames).map((name) => join(source, name))
    return { images: inOrder(names), others: inOrder(others.map(({ name }) => name)) }
  } catch (error) {
    throw fromSystemError(error, source)
  }
}

/** More than anyone steps through. */
const mostImages = 10_000

export interface Sources {
  readonly images: { readonly path: string; readonly name: string }[]
  readonly isCut: boolean
}

/**
 * The images of a folder, or those beside an image, for a window that may see them: of a file that was chosen alone it may not see the neighbours.
 * Throws HostError `file.*`.
 */
export async function imageSources(named: string, access: FileAccess, check: (path: string) => Promise<string>): Promise<Sources> {
  const path = await check(named)
  const folder = await folderOf(path)
  if (folder !== path && !(await isAllowed(folder, access))) return { images: [{ path, name: basename(path) }], isCut: false }
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fromSystemError(error, folder)
  })
  const found = entries.filter(({ name }) => isImage(name)).sort((a, b) => compareNames(a.name, b.name))
  const images: Sources['images'] = []
  for (const entry of found.slice(0, mostImages)) {
    const each = join(folder, entry.name)
    if (await isSeen(entry, each, access)) images.push({ path: each, name: entry.name })
  }
  return { images, isCut: found.length > mostImages }
}

async function folderOf(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw fromSystemError(error, path)
  })
  return found.isDirectory() ? path : dirname(path)
}

/** What lies in a folder that may be seen may be opened; a link leads where it may not, unless that was allowed, too. */
async function isSeen(entry: Dirent, path: string, access: FileAccess): Promise<boolean> {
  if (entry.isFile()) await access.grant(path)
  return entry.isFile() || (entry.isSymbolicLink() && (await isAllowed(path, access)))
}

const isAllowed = (path: string, access: FileAccess) =>
  access.check(path).then(
    () => true,
    () => false,
  )
