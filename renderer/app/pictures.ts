/** Small pictures of models, each drawn once, away from the window, when somebody looks for it. */
import type { Analyst } from '../analyst/analyst'
import type { ModelText, Picture } from '../analyst/question'
import { createStore } from '../store'

export type Pictures = ReturnType<typeof createPictures>

export function createPictures(analyst: Analyst) {
  const { subscribe, getSnapshot, set } = createStore<ReadonlyMap<string, Picture>>(new Map())
  const asked = new Set<string>()
  return {
    subscribe,
    /** What is drawn, by the key it was asked for. */
    getSnapshot,
    /** Has a model drawn unless it is; what `stock` lacks is marked. */
    want(key: string, model: ModelText, stock?: ModelText): void {
      if (asked.has(key)) return
      asked.add(key)
      void analyst.ask({ kind: 'picture', model, stock }).then((picture) => set(new Map(getSnapshot()).set(key, picture)))
    },
  }
}
