import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HostError, fromSystemError } from '../../contract/host-error'

const isImage = (name: string) => /\.(jpe?g|png|webp|tiff?|gif|avif|heic|heif)$/i.test(name)

/** The image, or the images of a folder by name. Throws HostError `file.*`. */
export async function imagesIn(source: string): Promise<string[]> {
  try {
    if (!(await stat(source)).isDirectory()) return [source]
    const names = (await readdir(source)).filter((name) => isImage(name) && !name.startsWith('.')).sort()
    if (names.length === 0) throw new HostError('file.missing', `There is no image in ${source}.`)
    return names.map((name) => join(source, name))
  } catch (error) {
    throw fromSystemError(error, source)
  }
}
