/** A model at every scale, read away from the window and kept: the summary and the inspector ask for the same. */
import type { Analyst } from '../analyst/analyst'
import type { AtScale, EveryScaleQuestion } from '../analyst/question'

export type ScaleReader = ReturnType<typeof createScaleReader>

/** So many models and states of them are remembered: what undo and redo go between. */
const most = 12

export function createScaleReader(analyst: Pick<Analyst, 'ask'>) {
  const known = new Map<string, Promise<readonly AtScale[]>>()
  return {
    read(question: Omit<EveryScaleQuestion, 'kind'>): Promise<readonly AtScale[]> {
      const key = JSON.stringify(question)
      const answer = known.get(key) ?? analyst.ask({ kind: 'everyScale', ...question })
      known.delete(key)
      known.set(key, answer)
      if (known.size > most) known.delete(known.keys().next().value!)
      // What failed is asked again.
      answer.catch(() => known.delete(key))
      return answer
    },
  }
}
