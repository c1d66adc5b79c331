/** How what a window names becomes a file of this machine. */
import type { UserFile, WeightSource } from '../../contract/host'
import type { WeightChoice } from '../export/weights'
import type { Bulk } from './bulk'

/** Throws HostError for what the window may not touch. */
export interface PathGate {
  readonly check: (path: string) => Promise<string>
  /** The user chose this one just now. */
  readonly chosen: (path: string | null) => Promise<string | null>
}

/** The file a window means. Throws HostError `file.not-allowed` or `bulk.missing`. */
export async function readable(file: UserFile, bulk: Bulk, { check }: PathGate): Promise<string> {
  return 'path' in file ? check(file.path) : bulk.take(file.handle).path
}

/** The weights a window means; throws as `readable` does. */
export async function weightChoice(source: WeightSource, bulk: Bulk, gate: PathGate): Promise<WeightChoice> {
  return 'seed' in source ? source : { file: await readable(source, bulk, gate) }
}
