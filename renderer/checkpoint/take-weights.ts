import type { Capabilities } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { type Caller, sendFile } from '../app/bulk'
import type { Preview } from '../preview/preview'

/** A checkpoint that was dropped on a preview: what it runs with from now on. */
export async function takeWeights(host: Caller, capabilities: Capabilities, preview: Preview, file: File): Promise<void> {
  try {
    preview.setWeights({ name: file.name, source: await sendFile(host, capabilities, file) })
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    preview.fail(error)
  }
}
