/** What the host and the process that runs models say to each other. Files travel as paths: pixels, weights and models never do. */
import type { HeadPredictions, ImageScores } from '../../../../graph-core/symbolic'
import type { ClassScore, Detection, Device, DeviceChoice, FeatureMap, Features, Finding, Latency, Task } from '../../../contract/host'
import type { HostErrorCode } from '../../../contract/host-error'
import type { WeightChoice } from '../../export/weights'

export type DeviceId = Device['id']

/** Why a device is not to be tried any more, by device. */
export type Refusals = Readonly<Partial<Record<DeviceId, string>>>

/** A model as a YAML text with weights. */
export interface TextModel {
  readonly kind: 'text'
  readonly name: string
  readonly text: string
  readonly target?: string
  readonly scale?: string
  readonly nc?: number
  readonly imgsz?: readonly [height: number, width: number]
  readonly weights: WeightChoice
}

/** A network as an ONNX file. */
export interface FileModel {
  readonly kind: 'file'
  readonly path: string
  /** For files that take any size. */
  readonly imgsz?: readonly [height: number, width: number]
}

export interface Thresholds {
  readonly conf: number
  readonly iou: number
}

/** A model to be made ready for an image. */
export interface PrepareJob {
  readonly model: TextModel | FileModel
  /** A file. */
  readonly image: string
  readonly device: DeviceChoice
  /** Whether the network sees as little grey beside the image as its strides allow; only where it takes any size. */
  readonly isRect: boolean
}

/** An image to be run through a model. */
export interface RunJob extends PrepareJob, Thresholds {
  /** Where to write the image upright, as a JPEG for people; null where nobody will look. */
  readonly picture: string | null
}

export interface RunResult {
  /** For `select`, as long as the process lives and nobody says `forget`. */
  readonly run: string
  readonly device: { readonly id: DeviceId; readonly name: string; readonly reason: string | null }
  /** Of the image upright, in pixels. */
  readonly width: number
  readonly height: number
  readonly names: readonly string[]
  readonly task: Task
  readonly detections: readonly Detection[]
  /** Only where the task is to classify. */
  readonly classes?: readonly ClassScore[]
  readonly highest: number | null
  /** Milliseconds. */
  readonly times: { readonly decode: number; readonly build: number; readonly network: number; readonly select: number }
}

/** `result` is null where an issue is an error. */
export interface RunAnswer {
  readonly result: RunResult | null
  readonly issues: readonly Finding[]
}

/** `device` is null where an issue is an error. */
export interface PrepareAnswer {
  readonly device: RunResult['device'] | null
  readonly issues: readonly Finding[]
}

/** A row to be looked at on an image. */
export interface FeatureJob extends Omit<PrepareJob, 'device'> {
  readonly row: number
  /** Where to write the bytes of maps, and the image upright, as a JPEG for people. */
  readonly file: string
  readonly picture: string
}

/** `result` is null where an issue is an error. */
export interface FeatureAnswer {
  readonly result:
    | (Omit<Features, 'handle' | 'picture' | 'maps'> & {
        readonly maps: readonly FeatureMap[]
        /** Of the image upright, in pixels. */
        readonly width: number
        readonly height: number
      })
    | null
  readonly issues: readonly Finding[]
}

/** A model to be measured. */
export interface LatencyJob extends PrepareJob {
  /** The most; fewer where they take long. */
  readonly runs: number
}

/** `latency` is null where an issue is an error. */
export interface LatencyAnswer {
  readonly latency: Latency | null
  readonly issues: readonly Finding[]
}

/** How far a task is. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** What making a network ready consists of. */
export type Stage = 'read' | 'build' | 'load' | 'check'

export interface SelectJob extends Thresholds {
  readonly run: string
  /** This many of the best, whatever their score. */
  readonly best?: number
}

/** What is asked, and what each answer is. */
export interface Tasks {
  readonly devices: { readonly job: null; readonly answer: readonly Device[] }
  readonly run: { readonly job: RunJob; readonly answer: RunAnswer }
  readonly prepare: { readonly job: PrepareJob; readonly answer: PrepareAnswer }
  readonly features: { readonly job: FeatureJob; readonly answer: FeatureAnswer }
  readonly latency: { readonly job: LatencyJob; readonly answer: LatencyAnswer }
  readonly select: { readonly job: SelectJob; readonly answer: readonly Detection[] }
  readonly forget: { readonly job: string; readonly answer: null }
}
export type TaskName = keyof Tasks

export interface Request<K extends TaskName = TaskName> {
  readonly id: number
  readonly task: K
  readonly job: Tasks[K]['job']
  /** Devices that ended a process before. */
  readonly refusals: Refusals
  /** Bytes that the process may take. */
  readonly memoryLimit: number
}

/** `trying` is said before a device is used, so that the host knows whose fault an end was; null: none is in use. */
export type Reply =
  | { readonly type: 'ready' }
  | {
      readonly type: 'trying'
      readonly id: number
      readonly device: DeviceId | null
      readonly isTrial: boolean
      /** Milliseconds that the CPU takes for the same, where that is known. */
      readonly onCpu?: number
    }
  | { readonly type: 'stage'; readonly id: number; readonly stage: Stage }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'error'; readonly id: number; readonly code: HostErrorCode; readonly message: string }
  | { readonly type: 'bug'; readonly id: number; readonly message: string }

/** What a network's first output holds and what its classes are called. */
export interface Meaning {
  readonly form: HeadPredictions | ImageScores
  readonly names: readonly string[]
}
