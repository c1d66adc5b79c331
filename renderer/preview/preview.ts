/** The preview of one model: what it runs on, what came out, and what the panel shows of it. */
import type { Detection, DeviceChoice, Finding, PreviewResult, UserFile, WeightSource } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import { modelSourceOf } from '../app/model-source'
import type { Session } from '../session'
import { createStore } from '../store'

/** A photograph that comes with Graft, or one of the user's. */
export interface PreviewImage {
  readonly name: string
  readonly source: UserFile | { readonly sample: string }
}

/** Starting values, or a checkpoint under the name of its file. */
export interface PreviewWeights {
  readonly name: string | null
  readonly source: WeightSource
}

export interface PreviewSettings {
  readonly image: PreviewImage
  readonly weights: PreviewWeights
  readonly conf: number
  readonly iou: number
}

export interface PreviewState extends PreviewSettings {
  readonly isRunning: boolean
  /** Of the last run that came to an end; stays while the next one is under way. */
  readonly result: PreviewResult | null
  /** The name of the image that `result` is of. */
  readonly resultOf: string
  /** What is drawn: the result's detections, those of other thresholds since, or the best candidates. */
  readonly shown: readonly Detection[]
  readonly showsBest: boolean
  readonly issues: readonly Finding[]
  readonly error: HostError | null
  /** The text that was run, to tell when the model has changed since. */
  readonly ranText: string | null
}

export type Preview = ReturnType<typeof createPreview>

/** How many candidates stand in where nothing is found. */
export const bestCount = 20

export const sampleImage: PreviewImage = { name: 'cat.jpg', source: { sample: 'cat.jpg' } }

const firstSettings = {
  image: sampleImage,
  weights: { name: null, source: { seed: 0 } },
  conf: 0.25,
  iou: 0.7,
}

/** A preview that has not run. `device` is the one the user chose, for all models. */
export function createPreview(host: Caller, session: Session, device: () => DeviceChoice) {
  const store = createStore<PreviewState>({
    ...firstSettings,
    isRunning: false,
    result: null,
    resultOf: '',
    shown: [],
    showsBest: false,
    issues: [],
    error: null,
    ranText: null,
  })
  const { getSnapshot } = store
  let controller: AbortController | null = null
  /** What the host makes ready, or has made ready last. */
  let preparation: { readonly key: string; readonly controller: AbortController } | null = null
  let selection = 0
  const set = (next: Partial<PreviewState>) => store.set({ ...getSnapshot(), ...next })

  const inputOf = () => {
    const { image, weights } = getSnapshot()
    return { model: modelSourceOf(session), weights: weights.source, image: image.source, device: device() }
  }

  /** Has the host make the model ready, so that running it need not; what is wrong with it is said when it is run. */
  async function prepare(): Promise<void> {
    const input = inputOf()
    const key = JSON.stringify(input)
    if (getSnapshot().isRunning || preparation?.key === key) return
    preparation?.controller.abort()
    const own = (preparation = { key, controller: new AbortController() })
    try {
      await host.call('preview.prepare', input, { signal: own.controller.signal })
    } catch (error) {
      if (preparation !== own) return
      preparation = null
      if (!(error instanceof HostError)) throw error
    }
  }

  async function run(): Promise<void> {
    controller?.abort()
    const own = (controller = new AbortController())
    const input = inputOf()
    const { model } = input
    if (preparation?.key !== JSON.stringify(input)) preparation?.controller.abort()
    const { image, conf, iou } = getSnapshot()
    set({ isRunning: true, error: null })
    try {
      const { result, issues } = await host.call('preview.run', { ...input, conf, iou }, { signal: own.signal })
      if (controller !== own) return
      selection++
      set({
        isRunning: false,
        result,
        resultOf: image.name,
        shown: result?.detections ?? [],
        showsBest: false,
        issues,
        ranText: model.text,
      })
    } catch (error) {
      if (controller !== own) return
      if (!(error instanceof HostError)) throw error
      set({ isRunning: false, error })
    }
  }

  /** Asks again which candidates count; an answer that a later question has overtaken is dropped. */
  async function select(best?: number): Promise<void> {
    const { conf, iou, result } = getSnapshot()
    if (result === null) return
    const mine = ++selection
    try {
      const { detections } = await host.call('preview.select', { run: result.run, conf, iou, ...(best === undefined ? {} : { best }) })
      if (mine === selection) set({ shown: detections, showsBest: best !== undefined, error: null })
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (mine === selection) set({ error })
    }
  }

  return {
    subscribe: store.subscribe,
    getSnapshot,
    run,
    prepare,
    cancel: (): void => {
      controller?.abort()
      controller = null
      set({ isRunning: false })
    },
    setImage: (image: PreviewImage): void => set({ image }),
    setWeights: (weights: PreviewWeights): void => set({ weights }),
    setThresholds(thresholds: { readonly conf?: number; readonly iou?: number }): Promise<void> {
      set(thresholds)
      return select()
    },
    /** Shows the candidates with the highest scores, however low these are. */
    showBest: () => select(bestCount),
    /** A file could not be brought to the host. */
    fail: (error: HostError): void => set({ error }),
  }
}
