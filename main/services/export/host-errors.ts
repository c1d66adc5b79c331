import { fromSystemError } from '../../contract/host-error'
import { weightsError } from '../checkpoints/open-file'

/** Runs something that writes a file, perhaps from weights it reads; its errors come out as HostErrors where they are the outside world's. */
export async function withHostErrors<T>(path: string, run: () => Promise<T>, weights?: string): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const unread = weights === undefined ? null : weightsError(error, weights)
    if (unread !== null) throw unread
    // Whatever else is opened is the file to be written, or stands in for it until it is complete.
    const isWeights = weights !== undefined && (error as { path?: unknown }).path === weights
    throw isWeights ? fromSystemError(error, weights, 'read') : fromSystemError(error, path, 'write')
  }
}
