import type { Destination } from '../../../main/contract/host'
import { HostError } from '../../../main/contract/host-error'
import type { AppModel } from '../../app/app-model'
import { download } from '../../app/bulk'
import { type Preview, takenAlong } from '../preview'

export const pictureForms = ['png', 'jpeg'] as const
export type PictureForm = (typeof pictureForms)[number]

/** Saves the image of the last run with what is drawn on it, as large as the image is. What fails is told in the panel. */
export async function savePicture(
  { connection }: Pick<AppModel, 'connection'>,
  preview: Preview,
  form: PictureForm = 'png',
): Promise<void> {
  const state = preview.getSnapshot()
  const { capabilities } = connection.getSnapshot()
  if (state.ran === null || capabilities === null) return
  const { image, result } = state.ran
  const name = `${stemOf(image.name)}.${result.task}.${form === 'jpeg' ? 'jpg' : form}`
  const to: Destination = capabilities.hasDialogs ? { ask: true, suggestedName: name } : { download: true, name }
  try {
    const { detections, classes } = takenAlong(state)
    const drawn = { detections: [...detections], ...(classes && { classes: [...classes] }), names: result.names }
    const saved = await connection.call('preview.draw', { image: await preview.sourceOf(image), ...drawn, form, to })
    if (saved !== null && saved.handle !== null) download(capabilities, saved.handle, saved.name)
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    preview.fail(error)
  }
}

/** A file's name without its ending. */
export const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '')
