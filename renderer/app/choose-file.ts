import type { Capabilities, UserFile } from '../../main/contract/host'
import { checkpointEndings } from '../checkpoint/endings'
import { type Caller, sendFile } from './bulk'
import { pickFiles } from './pick-files'

/** A checkpoint or an image, where the host can read it. */
export interface ChosenFile {
  readonly name: string
  readonly file: UserFile
}

/** Endings of the files that can be read. */
export const endings = { weights: checkpointEndings, image: '.jpg,.jpeg,.png,.webp,.bmp,.tif,.tiff' } as const

/** Whether a file's name is that of an image that can be read. */
export const isImageName = (name: string) => endings.image.split(',').some((end) => name.toLowerCase().endsWith(end))

/** Asks for a file, with the host's dialog or the browser's; null where the user thinks better of it. Rejects with HostError. */
export async function chooseFile(host: Caller, capabilities: Capabilities, what: keyof typeof endings): Promise<ChosenFile | null> {
  if (capabilities.hasDialogs) {
    const chosen = await host.call('file.choose', { what })
    return chosen === null ? null : { name: chosen.name, file: { path: chosen.path } }
  }
  const [picked] = await pickFiles({ accept: endings[what], what: 'file' })
  return picked === undefined ? null : { name: picked.name, file: await sendFile(host, capabilities, picked) }
}
