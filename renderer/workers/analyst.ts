/** Reads models away from the window: their pictures, and totals at every scale. `analyst/analyst.ts` is its other end. */
import { builtin } from '../../kernels'
import { answer } from '../analyst/answer'
import type { Asked, Told } from '../analyst/analyst'

self.onmessage = ({ data: { id, question } }: MessageEvent<Asked>) => {
  // What throws here is a fault of ours; the window is told, and says so.
  const told: Told = (() => {
    try {
      return { id, answer: answer(builtin, question) }
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) }
    }
  })()
  self.postMessage(told)
}
