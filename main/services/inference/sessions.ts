/** onnxruntime sessions that are kept for the next run: few, since each holds a model's weights on its device. */
import { InferenceSession } from 'onnxruntime-node'
import type { DeviceId } from './messages'
import type { LoadableModel } from './network'

const kept = 2

export interface Sessions {
  has(key: string): boolean
  /** The session under this key, made where there is none. Throws onnxruntime's own errors. */
  open(key: string, make: () => Promise<InferenceSession>): Promise<InferenceSession>
  release(key: string): Promise<void>
}

export function createSessions(): Sessions {
  const all = new Map<string, InferenceSession>()
  const release = async (key: string) => {
    const session = all.get(key)
    all.delete(key)
    await session?.release()
  }
  return {
    has: (key) => all.has(key),
    async open(key, make) {
      const session = all.get(key) ?? (await make())
      all.delete(key)
      all.set(key, session) // now the one used last
      for (const old of [...all.keys()].slice(0, -kept)) await release(old)
      return session
    },
    release,
  }
}

/** Loads a model on a device; what the device lacks runs on the CPU. */
export function loadOn(device: DeviceId, { file }: LoadableModel): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = { executionProviders: [device], logSeverityLevel: 4 }
  return typeof file === 'string' ? InferenceSession.create(file, options) : InferenceSession.create(file, options)
}
