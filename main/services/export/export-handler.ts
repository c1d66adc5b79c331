/** `export.write`: finds out where the export goes, has it written, and says how to get it. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Destination, host as contract } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import type { Handlers } from '../../contract/server'
import type { Services } from '../host'
import { type PathGate, weightChoice } from '../files/path-gate'
import { runExport } from './export-job'

/** Where to write, and what then becomes of it. */
interface Place {
  readonly path: string
  /** Makes what was written fetchable; null where it lies where the user wanted it. */
  readonly offer: ((path: string) => string) | null
  /** Takes away what was made for nothing. */
  readonly drop: () => Promise<void>
}

const inPlace = (path: string): Place => ({ path, offer: null, drop: () => Promise.resolve() })

export function exportHandler(services: Services, gate: PathGate): Handlers<typeof contract>['export.write'] {
  const { bulk, capabilities, dialogs, library } = services

  const findPlace = async (to: Destination): Promise<Place | null> => {
    if ('download' in to) return bulk.make(to.name)
    if ('ask' in to) {
      if (dialogs === null) throw new HostError('host.unable', 'This host has no dialog to save a file with.')
      const path = await gate.chosen(await dialogs.save(to.suggestedName))
      return path === null ? null : inPlace(path)
    }
    const path = await gate.check(to.path)
    if (to.overwrite !== true && (await isThere(path))) throw new HostError('file.exists', `${basename(path)} is there already.`)
    return inPlace(path)
  }

  return async ({ model, format, onnx = {}, to }, context) => {
    const weights = await weightChoice(onnx.weights ?? { seed: 0 }, bulk, gate)
    const place = await findPlace(to)
    if (place === null) return null
    try {
      const job = { model, format, onnx: { ...onnx, weights }, path: place.path, version: capabilities.version }
      const { files, issues } = await runExport(job, library, context)
      if (files.length === 0) await place.drop()
      const written = files.map(({ path, bytes }) => ({
        name: basename(path),
        path: place.offer === null ? path : null,
        handle: place.offer?.(path) ?? null,
        bytes,
      }))
      return { files: written, issues: [...issues] }
    } catch (error) {
      await place.drop()
      throw error
    }
  }
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
