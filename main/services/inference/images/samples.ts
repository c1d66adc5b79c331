import { join } from 'node:path'
import { HostError } from '../../../contract/host-error'
import { assetsFolder } from '../../models/assets'

/** A photograph that comes with Graft. Throws HostError `file.missing`. */
export function samplePath(name: string): string {
  if (!/^[\w-]+\.(jpg|png)$/.test(name)) throw new HostError('file.missing', `There is no sample ${name}.`)
  return join(assetsFolder(), 'samples', name)
}
