/** Networks of rows, loaded: the last few are kept, as the user steps from image to image. */
import type { InferenceSession } from 'onnxruntime-node'
import type { Size } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { Tap } from '../../../../graph-core/onnx/row-export'
import type { Finding } from '../../../contract/host'
import type { NetworkParts } from '../networks/network'
import { type Sessions, loadOn } from '../networks/sessions'

export interface OpenedRow {
  /** Null where an issue is an error. */
  readonly session: InferenceSession | null
  readonly taps: readonly Tap[]
  readonly leftOut: number
  readonly issues: readonly Finding[]
}

type Known = Omit<OpenedRow, 'session'>

/** More than the sessions that are kept. */
const mostKnown = 32

/** On the CPU: values are the same everywhere, and a row of one image is soon there. */
export function createRowSessions(sessions: Sessions) {
  const known = new Map<string, Known>()
  return async (own: string, parts: NetworkParts, canvas: Size, row: number): Promise<OpenedRow> => {
    const key = JSON.stringify(['row', row, own, canvas])
    const before = known.get(key)
    if (before !== undefined && sessions.has(key)) return { ...before, session: await sessions.open(key) }
    const { model, taps, leftOut, issues } = await parts.row(canvas, row)
    if (model === null) return { session: null, taps, leftOut, issues }
    try {
      known.set(key, { taps, leftOut, issues })
      for (const old of [...known.keys()].slice(0, -mostKnown)) known.delete(old)
      const bytes = typeof model.file === 'string' ? Infinity : model.file.byteLength
      return { session: await sessions.open(key, async () => ({ session: await loadOn('cpu', model), bytes })), taps, leftOut, issues }
    } finally {
      await model.close()
    }
  }
}
