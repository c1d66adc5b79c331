/** Where what the host makes is written to, and what then becomes of it. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Destination } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import type { Services } from '../host'
import type { PathGate } from './path-gate'

export interface Place {
  readonly path: string
  /** Makes what was written fetchable; null where it lies where the user wanted it. */
  readonly offer: ((path: string) => string) | null
  /** Takes away what was made for nothing. */
  readonly drop: () => Promise<void>
}

const inPlace = (path: string): Place => ({ path, offer: null, drop: () => Promise.resolve() })

/** Null where the user gave the dialog up. Throws HostError `file.exists`, `file.not-allowed` or `host.unable`. */
export async function placeFor(
  to: Destination,
  { bulk, dialogs }: Pick<Services, 'bulk' | 'dialogs'>,
  gate: PathGate,
): Promise<Place | null> {
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

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
