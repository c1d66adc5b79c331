/** `export.write`: finds out where the export goes, has it written, and says how to get it. */
import { basename } from 'node:path'
import type { host as contract } from '../../contract/host'
import type { Handlers } from '../../contract/server'
import type { Services } from '../host'
import { type PathGate, weightChoice } from '../files/path-gate'
import { placeFor } from '../files/place-for'
import { runExport } from './export-job'

export function exportHandler(services: Services, gate: PathGate): Handlers<typeof contract>['export.write'] {
  const { bulk, capabilities, library } = services
  return async ({ model, format, onnx = {}, to }, context) => {
    const weights = await weightChoice(onnx.weights ?? { seed: 0 }, bulk, gate)
    const place = await placeFor(to, services, gate)
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
