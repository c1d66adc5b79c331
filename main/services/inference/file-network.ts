/** A network from an ONNX file: our own exports and those of Ultralytics, understood by their metadata and shapes. */
import { basename } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { classNames } from '../../../graph-core/onnx/model-metadata'
import { type Size, roundUp } from '../../../graph-core/onnx/programs/letterbox-geometry'
import { predictionsKey, readPredictions } from '../../../graph-core/onnx/programs/predictions'
import { OnnxFormatError, readOnnxMetadata } from '../../../graph-core/onnx/protobuf/read-metadata'
import type { HeadPredictions } from '../../../graph-core/symbolic'
import type { YamlValue } from '../../../graph-core/document/types'
import { pythonLiteral } from '../../../graph-core/yaml/python-literal'
import { HostError, fromSystemError } from '../../contract/host-error'
import { openFileSource } from '../files/file-source'
import { shortened } from './device-names'
import type { FileModel, Meaning } from './messages'
import type { Planned } from './network'

type Metadata = ReadonlyMap<string, string>
/** A size is undefined where the file leaves it free. */
type Shape = readonly (number | undefined)[]

/** Reads an ONNX file. Throws HostError `file.*` or `onnx.unreadable`. */
export async function planFile({ path, imgsz }: FileModel): Promise<Planned> {
  const refuse = (why: string) => new HostError('onnx.unreadable', `${basename(path)} ${why}.`)
  const metadata = await readMetadata(path, refuse)
  const { input, output } = await readEnds(path, refuse)
  const [, channels, height, width] = input.shape
  if (input.shape.length !== 4 || (channels !== undefined && channels !== 3) || (input.shape[0] ?? 1) !== 1) {
    throw refuse('does not take one photograph at a time')
  }
  const meaning = meaningOf(metadata, output.shape, refuse)
  const stride = Math.max(1, Number(metadata.get('stride')) || 32)
  const isFixed = height !== undefined && width !== undefined
  if (isFixed && imgsz !== undefined && (imgsz[0] !== height || imgsz[1] !== width)) {
    throw refuse(`takes images of ${height}×${width} only, not ${imgsz.join('×')}`)
  }
  return {
    network: {
      identity: path,
      meaning,
      largest: isFixed ? [height, width] : roundUp(imgsz ?? sizeIn(metadata) ?? [640, 640], stride),
      multipleOf: isFixed ? null : stride,
      input: { name: input.name, type: input.type },
      output: output.name,
      issues: [],
      load: () => Promise.resolve({ model: { file: path, close: () => Promise.resolve() }, issues: [] }),
    },
  }
}

type Refuse = (why: string) => HostError

async function readMetadata(path: string, refuse: Refuse): Promise<Metadata> {
  try {
    const file = await openFileSource(path)
    try {
      return await readOnnxMetadata(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof OnnxFormatError) throw refuse(`cannot be read as a model: ${error.message}`)
    throw fromSystemError(error, path)
  }
}

interface End {
  readonly name: string
  readonly type: 'float32' | 'float16'
  readonly shape: Shape
}

/** What the model takes and gives first. */
async function readEnds(path: string, refuse: Refuse): Promise<{ input: End; output: End }> {
  const options = { executionProviders: ['cpu'], graphOptimizationLevel: 'disabled', logSeverityLevel: 4 } as const
  const session = await InferenceSession.create(path, options).catch((error: unknown) => {
    throw refuse(`cannot be loaded: ${shortened(error instanceof Error ? error.message : String(error))}`)
  })
  try {
    const end = (all: readonly InferenceSession.ValueMetadata[]): End => {
      const first = all[0]
      if (first?.isTensor !== true || (first.type !== 'float32' && first.type !== 'float16')) {
        throw refuse('does not take and give floating-point tensors')
      }
      return { name: first.name, type: first.type, shape: first.shape.map((d) => (typeof d === 'number' && d > 0 ? d : undefined)) }
    }
    if (session.inputMetadata.length !== 1) throw refuse(`takes ${session.inputMetadata.length} inputs`)
    return { input: end(session.inputMetadata), output: end(session.outputMetadata) }
  } finally {
    await session.release()
  }
}

/** Tasks whose first output begins with boxes and scores. */
const tasks: ReadonlySet<string> = new Set(['detect', 'segment', 'pose'])

function meaningOf(metadata: Metadata, shape: Shape, refuse: Refuse): Meaning {
  const task = metadata.get('task') ?? 'detect'
  if (!tasks.has(task)) throw refuse(`is a model for another task (${task})`)
  const names = valueIn(metadata, 'names')
  const form = readPredictions(metadata.get(predictionsKey)) ?? guessPredictions(metadata, shape, countOf(names))
  if (form === null) throw refuse(`gives a tensor [${shape.map((d) => d ?? '?').join(', ')}], which is no list of boxes`)
  return { form, names: classNames(names, form.classes) }
}

/** More rows than any export gives that is no list of places. */
const manyRows = 1000

/** Mask coefficients of a place in an export of YOLOv5's segmentation. */
const masks = 32

/**
 * What an export gives, by its shape: Ultralytics' [n, 4 + classes, places], RT-DETR's [n, queries, 4 + classes], the best as [n, k, 6], or
 * YOLOv5's [n, places, 5 + classes], with masks behind the classes.
 */
function guessPredictions(metadata: Metadata, shape: Shape, named: number | null): HeadPredictions | null {
  const [, rows, columns] = shape
  const isTransformer = /rt-?detr/i.test(metadata.get('description') ?? '')
  const pixels = { unit: 'pixels', fit: 'pad' } as const
  const parts = { unit: 'parts', fit: 'stretch', isCrowded: false, box: 'xywh' } as const
  if (shape.length !== 3) return null
  const isPlaces = rows === undefined ? named !== null || (columns ?? 0) > 6 : rows > manyRows
  if (columns !== undefined && columns > 5 && isPlaces && !isTransformer && metadata.get('end2end') !== 'True') {
    const classes = named ?? columns - 5
    const hasAnchors = columns === 5 + classes || columns === 5 + classes + masks
    if (hasAnchors) return { layout: 'anchors', box: 'xywh', ...pixels, isCrowded: true, classes }
  }
  if (columns === 6 && (isTransformer || metadata.get('end2end') === 'True' || (rows !== undefined && rows > 6 && named !== 2))) {
    const classes = named ?? 80
    return isTransformer ? { layout: 'best', ...parts, classes } : { layout: 'best', box: 'xyxy', ...pixels, isCrowded: false, classes }
  }
  if (
    columns !== undefined &&
    columns > 4 &&
    (rows === undefined || columns < rows || isTransformer) &&
    columns === 4 + (named ?? columns - 4)
  ) {
    return { layout: 'queries', ...parts, classes: columns - 4 }
  }
  const classes = named ?? (rows ?? 0) - 4
  return rows !== undefined && classes > 0 && rows >= 4 + classes
    ? { layout: 'places', box: 'xywh', ...pixels, isCrowded: true, classes }
    : null
}

function valueIn(metadata: Metadata, key: string): YamlValue | undefined {
  const read = pythonLiteral(metadata.get(key) ?? '')
  return read.ok ? read.value : undefined
}

function countOf(names: YamlValue | undefined): number | null {
  const count = Array.isArray(names) ? names.length : names instanceof Map ? (names as ReadonlyMap<unknown, unknown>).size : 0
  return count > 0 ? count : null
}

function sizeIn(metadata: Metadata): Size | null {
  const value = valueIn(metadata, 'imgsz')
  const sides = Array.isArray(value) ? (value as readonly unknown[]).map(Number) : []
  return sides.length === 2 && sides.every((side) => Number.isInteger(side) && side > 0 && side <= 65_536) ? [sides[0]!, sides[1]!] : null
}
