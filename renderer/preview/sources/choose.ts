/** Ways to images: the host's dialogs or the browser's, what is dropped or pasted, folders. What fails is told in the panel. */
import { compareNames } from '../../../graph-core/name-order'
import { HostError } from '../../../main/contract/host-error'
import type { AppModel } from '../../app/app-model'
import { endings, isImageName } from '../../app/choose-file'
import { pickFiles } from '../../app/pick-files'
import type { Preview } from '../preview'
import type { PreviewImage } from './image'
import { sampleImage } from './image'

type App = Pick<AppModel, 'connection' | 'dialogs'>

/** Tells what fails where the preview is. */
async function telling(preview: Preview, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    preview.fail(error)
  }
}

/** Asks for an image, or for several where the browser asks. Its neighbours are stepped through where the host may see them. */
export function chooseImage({ connection }: App, preview: Preview): Promise<void> {
  return telling(preview, async () => {
    if (connection.getSnapshot().capabilities?.hasDialogs !== true)
      return takeFiles(preview, await pickFiles({ accept: endings.image, what: 'files' }))
    const chosen = await connection.call('file.choose', { what: 'image' })
    if (chosen === null) return
    const image: PreviewImage = { name: chosen.name, from: { path: chosen.path } }
    const running = preview.setImages([image], image)
    const { images, isCut } = await connection.call('preview.sources', { path: chosen.path })
    const around = images.map(({ path, name }) => (path === chosen.path ? image : { name, from: { path } }))
    if (around.includes(image)) preview.setNeighbours(around, image, isCut)
    await running
  })
}

/** Asks for a folder, and begins with its first image. */
export function chooseFolder(app: App, preview: Preview): Promise<void> {
  const { connection, dialogs } = app
  return telling(preview, async () => {
    const { capabilities } = connection.getSnapshot()
    if (capabilities?.hasDialogs === true) {
      const chosen = await connection.call('file.choose', { what: 'folder' })
      return chosen === null ? undefined : takeFolder(app, preview, chosen.path)
    }
    // Without a folder that the host may look into there is only the browser's own machine.
    if (capabilities?.folders?.length === 0) return takeFiles(preview, await pickFiles({ what: 'folder' }))
    const chosen = await dialogs.ask('imageFolder', {})
    if (chosen === null) return
    await ('path' in chosen ? takeFolder(app, preview, chosen.path) : takeFiles(preview, chosen.files))
  })
}

async function takeFolder({ connection }: App, preview: Preview, path: string): Promise<void> {
  const { images, isCut } = await connection.call('preview.sources', { path })
  const all = images.map((each): PreviewImage => ({ name: each.name, from: { path: each.path } }))
  if (all[0] === undefined) throw new HostError('file.missing', `There is no image in ${path}.`)
  await preview.setImages(all, all[0], isCut)
}

/** Takes files of the browser's, in the order people count, and begins with the first; those that are no images are left out when there are others. */
export async function takeFiles(preview: Preview, files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const images = files.filter(isImage)
  const taken = images.length > 0 ? images : files.slice(0, 1)
  const all = taken.map((file): PreviewImage => ({ name: file.name, from: { file } })).sort((a, b) => compareNames(a.name, b.name))
  await preview.setImages(all, all[0]!)
}

const isImage = ({ name, type }: File) => type.startsWith('image/') || isImageName(name)

/** Takes the image that is on the clipboard. */
export function pasteImage({ notices }: Pick<AppModel, 'notices'>, preview: Preview): Promise<void> {
  return telling(preview, async () => {
    const items = await navigator.clipboard.read().catch(() => null)
    if (items === null) return notices.remark('clipboard', { name: 'clipboardRefused' })
    for (const item of items) {
      const type = item.types.find((each) => each.startsWith('image/'))
      if (type !== undefined) return takeFiles(preview, [pastedFile(await item.getType(type))])
    }
    notices.remark('clipboard', { name: 'clipboardNoImage' })
  })
}

/** Gives what was pasted a name. */
export function pastedFile(image: Blob): File {
  const end = image.type.split('/')[1] ?? 'png'
  return new File([image], `clipboard.${end}`, { type: image.type })
}

export const takeSample = (preview: Preview): Promise<void> => preview.setImages([sampleImage], sampleImage)
