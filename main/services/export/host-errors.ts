import { SafetensorsError } from '../../../graph-core/weights/safetensors-error'
import { HostError, fromSystemError } from '../../contract/host-error'

/** Runs something that reads and writes files; its errors come out as HostErrors where they are the outside world's. */
export async function withHostErrors<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof SafetensorsError) throw new HostError('weights.unreadable', `The weights cannot be read: ${error.message}.`)
    const failed = (error as { path?: unknown }).path
    throw fromSystemError(error, typeof failed === 'string' ? failed : path)
  }
}
