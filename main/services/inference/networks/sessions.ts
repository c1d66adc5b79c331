/** onnxruntime sessions that are kept for the next run: few, since each holds a model's weights on its device. */
import { InferenceSession } from 'onnxruntime-node'
import type { DeviceId } from '../process/messages'
import type { LoadableModel } from './network'

/** The most that are kept, and the bytes of their models; the last one is kept whatever its size. */
const [most, mostBytes] = [4, 512 * 2 ** 20]

interface Kept {
  readonly session: InferenceSession
  /** Of its model. */
  readonly bytes: number
}

export interface Sessions {
  has(key: string): boolean
  /** The session under this key, made where there is none. Throws onnxruntime's own errors. */
  open(key: string, make?: () => Promise<Kept>): Promise<InferenceSession>
  release(key: string): Promise<void>
}

export function createSessions(): Sessions {
  const all = new Map<string, Kept>()
  const release = async (key: string) => {
    const kept = all.get(key)
    all.delete(key)
    await kept?.session.release()
  }
  const isTooMuch = () => {
    const bytes = [...all.values()].reduce((sum, kept) => sum + kept.bytes, 0)
    return all.size > most || (all.size > 1 && bytes > mostBytes)
  }
  return {
    has: (key) => all.has(key),
    async open(key, make) {
      const kept = all.get(key) ?? (await make?.())
      if (kept === undefined) throw new Error(`expected a session under ${key}`)
      all.delete(key)
      all.set(key, kept) // now the one used last
      while (isTooMuch()) await release([...all.keys()][0]!)
      return kept.session
    },
    release,
  }
}

/** Loads a model on a device; what the device lacks runs on the CPU. */
export function loadOn(device: DeviceId, { file }: LoadableModel): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = { executionProviders: [device], logSeverityLevel: 4 }
  return typeof file === 'string' ? InferenceSession.create(file, options) : InferenceSession.create(file, options)
}
