/** Candidates of a run and the program that selects among them. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { collectBytes } from '../../../graph-core/byte-stream'
import { type Letterbox, boxInImage } from '../../../graph-core/onnx/programs/letterbox-geometry'
import { selectModel } from '../../../graph-core/onnx/programs/select-program'
import { encodeModel } from '../../../graph-core/onnx/protobuf/encode'
import type { HeadPredictions } from '../../../graph-core/symbolic'
import type { Detection } from '../../contract/host'
import type { Thresholds } from './messages'

/** What a network gave for an image. */
export interface Candidates {
  readonly predictions: Tensor
  readonly form: HeadPredictions
  readonly letterbox: Letterbox
}

export interface Selection {
  readonly detections: Detection[]
  readonly highest: number | null
}

export interface Selector {
  /** The detections above the thresholds; with `best` that many of the highest scored ones, whatever their score. */
  select(candidates: Candidates, thresholds: Thresholds & { readonly best?: number }): Promise<Selection>
}

export function createSelector(): Selector {
  const programs = new Map<string, InferenceSession>()

  const programOf = async (form: HeadPredictions, type: 'float32' | 'float16') => {
    const key = JSON.stringify([form, type])
    const session = programs.get(key) ?? (await InferenceSession.create(await collectBytes(encodeModel(selectModel(form, type)))))
    programs.set(key, session)
    return session
  }

  return {
    async select({ predictions, form, letterbox }, { conf, iou, best }) {
      const session = await programOf(form, predictions.type === 'float16' ? 'float16' : 'float32')
      const scalar = (value: number) => new Tensor('float32', Float32Array.of(value), [1])
      const { selected, highest } = await session.run({
        predictions,
        conf: scalar(best === undefined ? conf : -1),
        ...(form.isCrowded ? { iou: scalar(iou) } : {}),
      })
      const [score] = highest!.data as Float32Array
      const detections = detectionsIn(selected!.data as Float32Array, form, letterbox)
      return { detections: best === undefined ? detections : detections.slice(0, best), highest: Number.isFinite(score) ? score! : null }
    },
  }
}

/** Rows of [box, score, class] as detections in the image. Weights that are broken give boxes that are no numbers; those are left out. */
function detectionsIn(rows: Float32Array, { unit, classes }: HeadPredictions, letterbox: Letterbox): Detection[] {
  return Array.from({ length: rows.length / 6 }, (_, i) => {
    const [x1, y1, x2, y2, score, label] = rows.subarray(6 * i, 6 * i + 6) as unknown as [number, number, number, number, number, number]
    return { box: [...boxInImage([x1, y1, x2, y2], letterbox, unit)] as Detection['box'], score, class: label }
  }).filter((d) => [...d.box, d.score].every(Number.isFinite) && d.class >= 0 && d.class < classes)
}
