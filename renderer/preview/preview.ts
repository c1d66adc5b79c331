/** The preview of one model: what it runs on, what came out, and what the panel shows of it. */
import type { ClassScore, Detection, DeviceChoice, Finding, ModelSource, PreviewResult, WeightSource } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { fetchFile } from '../app/bulk'
import type { Connection } from '../app/connection'
import { modelSourceOf } from '../app/model-source'
import type { Session } from '../session'
import { createStore } from '../store'
import { type PreviewImage, createSending, sampleImage } from './sources/image'

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

/** A run that came to an end with a result, and what it was of. */
export interface Ran {
  readonly result: PreviewResult
  /** The image upright, as large as a window shows. */
  readonly picture: Blob
  readonly image: PreviewImage
  readonly model: ModelSource
  readonly weights: PreviewWeights
}

export interface PreviewState extends PreviewSettings {
  /** What one steps through; `image` is among them. */
  readonly images: readonly PreviewImage[]
  /** A folder holds more images than are listed. */
  readonly isCut: boolean
  readonly isRunning: boolean
  /** Of the last run that had a result; stays while the next one is under way, and when that fails. */
  readonly ran: Ran | null
  /** What counts: the result's detections, those of other thresholds since, or the best candidates. */
  readonly found: readonly Detection[]
  /** What is drawn: of these, what the user did not hide. */
  readonly shown: readonly Detection[]
  readonly showsBest: boolean
  /** Classes the user does not want to see, by index. */
  readonly hidden: ReadonlySet<number>
  /** What the last run said of the model, and why it failed. */
  readonly issues: readonly Finding[]
  readonly error: HostError | null
}

export type Preview = ReturnType<typeof createPreview>

/** How many candidates stand in where nothing is found. */
export const bestCount = 20

const firstSettings = {
  image: sampleImage,
  weights: { name: null, source: { seed: 0 } },
  conf: 0.25,
  iou: 0.7,
}

/** A preview that has not run. `device` is the one the user chose, for all models. */
export function createPreview(host: Pick<Connection, 'call' | 'getSnapshot'>, session: Session, device: () => DeviceChoice) {
  const store = createStore<PreviewState>({
    ...firstSettings,
    images: [sampleImage],
    isCut: false,
    isRunning: false,
    ran: null,
    found: [],
    shown: [],
    showsBest: false,
    hidden: new Set(),
    issues: [],
    error: null,
  })
  const { getSnapshot } = store
  const sending = createSending(host)
  let controller: AbortController | null = null
  /** What the host makes ready, or has made ready last. */
  let preparation: { readonly key: string; readonly controller: AbortController } | null = null
  let selection = 0
  const set = (next: Partial<PreviewState>) => {
    const { found, hidden } = { ...getSnapshot(), ...next }
    const isOther = next.found !== undefined || next.hidden !== undefined
    store.set({ ...getSnapshot(), ...next, ...(isOther && { shown: found.filter((each) => !hidden.has(each.class)) }) })
  }

  const inputOf = async (signal?: AbortSignal) => {
    const { image, weights } = getSnapshot()
    const model = modelSourceOf(session)
    return { model, weights: weights.source, image: await sending.sourceOf(image, signal), device: device() }
  }

  /** Has the host make the model ready, so that running it need not; what is wrong with it is said when it is run. */
  async function prepare(): Promise<void> {
    if (getSnapshot().isRunning) return
    const controller = new AbortController()
    const own = { key: '', controller }
    try {
      const input = await inputOf(controller.signal)
      const key = JSON.stringify(input)
      if (getSnapshot().isRunning || preparation?.key === key) return
      preparation?.controller.abort()
      preparation = Object.assign(own, { key })
      await host.call('preview.prepare', input, { signal: controller.signal })
    } catch (error) {
      if (preparation === own) preparation = null
      if (!controller.signal.aborted && !(error instanceof HostError)) throw error
    }
  }

  async function run(): Promise<void> {
    controller?.abort()
    const own = (controller = new AbortController())
    const { signal } = own
    const { image, weights, conf, iou } = getSnapshot()
    set({ isRunning: true, error: null, issues: [] })
    try {
      const input = await inputOf(signal)
      if (preparation?.key !== JSON.stringify(input)) preparation?.controller.abort()
      const { result, issues } = await host.call('preview.run', { ...input, conf, iou }, { signal })
      const picture = result && (await pictureOf(result, signal))
      if (controller !== own) return
      set({ isRunning: false, issues })
      if (result === null || picture === null) return
      selection++
      set({ ran: { result, picture, image, model: input.model, weights }, found: result.detections, showsBest: false })
      // The sliders moved meanwhile.
      const now = getSnapshot()
      if (now.conf !== conf || now.iou !== iou) await select()
    } catch (error) {
      if (controller !== own) return
      if (!(error instanceof HostError)) throw error
      set({ isRunning: false, error })
    }
  }

  /** The picture as long as it is needed here: the host keeps that of the window's last run alone. */
  async function pictureOf({ picture }: PreviewResult, signal: AbortSignal): Promise<Blob> {
    return (await fetchFile(host, picture.handle, 'The picture of the run is not there any more.', signal)).blob()
  }

  /** Asks again which candidates count; an answer that a later question has overtaken is dropped. */
  async function select(best?: number): Promise<void> {
    const { conf, iou, ran } = getSnapshot()
    if (ran === null) return
    const mine = ++selection
    try {
      const question = { run: ran.result.run, conf, iou, ...(best === undefined ? {} : { best }) }
      const { detections } = await host.call('preview.select', question)
      if (mine === selection) set({ found: detections, showsBest: best !== undefined, error: null })
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (mine !== selection) return
      if (error.code !== 'preview.missing') return set({ error })
      // A run that is under way asks again when it is done: to begin another one would end its process.
      if (getSnapshot().isRunning) return
      // Another model was run in this window since, or the process is another one: the candidates are made again.
      await run()
      if (best !== undefined && getSnapshot().ran !== ran) await select(best)
    }
  }

  /** Goes to an image, and looks at once what is on it. */
  function show(image: PreviewImage): Promise<void> {
    set({ image })
    return run()
  }

  return {
    subscribe: store.subscribe,
    getSnapshot,
    run,
    prepare,
    /** What a run asks of the host, for whatever else looks at the same model on the same image. Rejects with HostError. */
    inputOf,
    cancel: (): void => {
      controller?.abort()
      controller = null
      set({ isRunning: false })
    },
    /** Another list of images to step through, and the one to begin with. */
    setImages(images: readonly PreviewImage[], image: PreviewImage, isCut = false): Promise<void> {
      set({ images, isCut })
      return show(image)
    },
    /** More is known of what lies around the image. */
    setNeighbours(images: readonly PreviewImage[], image: PreviewImage, isCut: boolean): void {
      if (getSnapshot().image === image) set({ images, isCut })
    },
    /** Goes to the next image, or to the one before; behind the last comes the first. */
    async step(by: 1 | -1): Promise<void> {
      const { images, image } = getSnapshot()
      if (images.length > 1) await show(images[(images.indexOf(image) + by + images.length) % images.length]!)
    },
    setWeights: (weights: PreviewWeights): void => set({ weights }),
    setThresholds(thresholds: { readonly conf?: number; readonly iou?: number }): Promise<void> {
      set(thresholds)
      return select()
    },
    /** Shows the candidates with the highest scores, however low these are. */
    showBest: () => select(bestCount),
    setHidden: (hidden: ReadonlySet<number>): void => set({ hidden }),
    /** Where the host can read an image. Rejects with HostError. */
    sourceOf: sending.sourceOf,
    /** Something of the user's could not be brought to the host. */
    fail: (error: HostError): void => set({ error }),
  }
}

/** What of a run is taken along: what is drawn, or the classes of the whole image. */
export function takenAlong({ ran, shown }: PreviewState): { detections: readonly Detection[]; classes?: readonly ClassScore[] } {
  const classes = ran?.result.classes
  return { detections: shown, ...(classes && { classes }) }
}
