/** Candidates of a run and the program that selects among them. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { collectBytes } from '../../../../graph-core/byte-stream'
import { type Letterbox, withEvenGrey } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { numbersOf } from '../../../../graph-core/onnx/programs/predictions'
import { isSuppressedInside, mostSelected, selectModel } from '../../../../graph-core/onnx/programs/select-program'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import type { HeadPredictions, ImageScores } from '../../../../graph-core/symbolic'
import { toFloat32 } from '../../../../graph-core/weights/dtype'
import type { ClassScore, Detection } from '../../../contract/host'
import { type Row, bestClasses, detectionsIn, turnedOf } from './findings'
import type { Prototypes } from './masks'
import type { Thresholds } from '../process/messages'
import { suppressTurned } from './turned-boxes'

/** What a network gave for an image. */
export interface Candidates {
  /** The predictions, and prototypes of masks where the form has such. */
  readonly outputs: readonly Tensor[]
  readonly form: HeadPredictions | ImageScores
  readonly letterbox: Letterbox
}

export interface Selection {
  readonly detections: Detection[]
  /** Of the whole image, where it is that which is classified. */
  readonly classes?: ClassScore[]
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
    async select({ outputs: [predictions, maps], form, letterbox }, { conf, iou, best }) {
      if (form.layout === 'image') {
        const classes = bestClasses(floatsOf(predictions!))
        return { detections: [], classes, highest: classes[0]?.score ?? null }
      }
      const session = await programOf(form, predictions!.type === 'float16' ? 'float16' : 'float32')
      const scalar = (value: number) => new Tensor('float32', Float32Array.of(value), [1])
      const { selected, highest } = await session.run({
        predictions: predictions!,
        conf: scalar(best === undefined ? conf : -1),
        ...(isSuppressedInside(form) ? { iou: scalar(iou) } : {}),
      })
      const all = rowsOf(selected!.data as Float32Array, 6 + numbersOf(form.extra))
      const rows = form.isCrowded && !isSuppressedInside(form) ? suppressed(all, iou) : all
      const [score] = highest!.data as Float32Array
      const back = form.layout === 'anchors' ? withEvenGrey(letterbox) : letterbox
      const setting = { form, letterbox: back, prototypes: maps === undefined ? null : prototypesOf(maps) }
      return { detections: detectionsIn(rows.slice(0, best), setting), highest: Number.isFinite(score) ? score! : null }
    },
  }
}

const rowsOf = (table: Float32Array, width: number): Row[] =>
  Array.from({ length: table.length / width }, (_, i) => table.subarray(width * i, width * (i + 1)))

/** Turned boxes without those that a better one covers. */
function suppressed(rows: readonly Row[], iou: number): Row[] {
  const candidates = rows.map((row) => ({ turned: turnedOf(row), class: row[5]! }))
  return suppressTurned(candidates, iou, mostSelected).map((i) => rows[i]!)
}

function prototypesOf(maps: Tensor): Prototypes {
  const [, count, height, width] = maps.dims
  return { values: floatsOf(maps), count: count!, height: height!, width: width! }
}

/** A tensor's values, whatever their precision. */
function floatsOf({ type, data }: Tensor): Float32Array {
  if (type === 'float32') return data as Float32Array
  const { buffer, byteOffset, byteLength } = data as Uint16Array
  return toFloat32('F16', new Uint8Array(buffer, byteOffset, byteLength))
}
