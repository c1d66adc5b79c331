/** `preview.draw`: what a window shows of a run, drawn on the image in full size and written where the user wants it. */
import { basename } from 'node:path'
import type { host as contract } from '../../../contract/host'
import type { Handlers } from '../../../contract/server'
import { withHostErrors } from '../../export/host-errors'
import { type PathGate, readable } from '../../files/path-gate'
import { placeFor } from '../../files/place-for'
import { writeStreamed } from '../../files/write-streamed'
import type { Services } from '../../host'
import { annotate } from './annotate'
import { decodeImage } from '../images/image'
import { samplePath } from '../images/samples'

export function drawHandler(services: Services, gate: PathGate): Handlers<typeof contract>['preview.draw'] {
  return async ({ image, form, to, ...found }) => {
    const source = 'sample' in image ? samplePath(image.sample) : await readable(image, services.bulk, gate)
    const place = await placeFor(to, services, gate)
    if (place === null) return null
    try {
      const bytes = await annotate(await decodeImage(source), found, formNamed(place.path) ?? form)
      await withHostErrors(place.path, () => writeStreamed([{ path: place.path, bytes: [bytes] }]))
      const name = basename(place.path)
      return place.offer === null ? { name, path: place.path, handle: null } : { name, path: null, handle: place.offer(place.path) }
    } catch (error) {
      await place.drop()
      throw error
    }
  }
}

/** Whoever gives a file another ending in the dialog wants that. */
function formNamed(path: string): 'png' | 'jpeg' | null {
  if (/\.png$/i.test(path)) return 'png'
  return /\.jpe?g$/i.test(path) ? 'jpeg' : null
}
