/** A network from an ONNX file: our own exports and those of Ultralytics, understood by their metadata and shapes. */
import { basename } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { type Size, roundUp } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { taskOf } from '../../../../graph-core/onnx/programs/predictions'
import { OnnxFormatError, readOnnxMetadata } from '../../../../graph-core/onnx/protobuf/read-metadata'
import { HostError, fromSystemError } from '../../../contract/host-error'
import { openFileSource } from '../../files/file-source'
import { shortened } from '../devices/device-names'
import { type Metadata, type Shape, meaningOf, valueIn } from './file-meaning'
import type { FileModel } from '../process/messages'
import type { Planned } from './network'

/** Reads an ONNX file. Throws HostError `file.*` or `onnx.unreadable`. */
export async function planFile({ path, imgsz }: FileModel): Promise<Planned> {
  const refuse = (why: string) => new HostError('onnx.unreadable', `${basename(path)} ${why}.`)
  const metadata = await readMetadata(path, refuse)
  const { input, outputs } = await readEnds(path, refuse)
  const [count = 1, channels = 3, height, width] = input.shape
  if (input.shape.length !== 4) throw refuse(`takes a tensor ${shapeText(input.shape)}, which is no photograph`)
  if (channels !== 3) throw refuse(`takes images of ${channels} channel${channels === 1 ? '' : 's'}; photographs have 3`)
  if (count !== 1) throw refuse(`takes ${count} images at a time, not one`)
  const meaning = meaningOf(
    metadata,
    outputs.map(({ shape }) => shape),
  )
  if (meaning === null) throw refuse(whyUnknown(metadata, outputs[0]!.shape))
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
      outputs: outputs.slice(0, taskOf(meaning.form) === 'segment' ? 2 : 1).map(({ name }) => name),
      issues: [],
      load: () => Promise.resolve({ model: { file: path, close: () => Promise.resolve() }, issues: [] }),
      parts: null,
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

/** What the model takes and gives. */
async function readEnds(path: string, refuse: Refuse): Promise<{ input: End; outputs: End[] }> {
  const options = { executionProviders: ['cpu'], graphOptimizationLevel: 'disabled', logSeverityLevel: 4 } as const
  const session = await InferenceSession.create(path, options).catch((error: unknown) => {
    throw refuse(`cannot be loaded: ${shortened(error instanceof Error ? error.message : String(error))}`)
  })
  try {
    const ends = (all: readonly InferenceSession.ValueMetadata[]): End[] => {
      const other = all.findIndex((value) => !value.isTensor || (value.type !== 'float32' && value.type !== 'float16'))
      if (other === 0 || all.length === 0) throw refuse('does not take and give floating-point tensors')
      return (other === -1 ? all : all.slice(0, other)).map((value) => {
        const { name, type, shape } = value as InferenceSession.TensorValueMetadata
        return { name, type: type as End['type'], shape: shape.map((d) => (typeof d === 'number' && d > 0 ? d : undefined)) }
      })
    }
    if (session.inputMetadata.length !== 1) throw refuse(whyManyInputs(session.inputMetadata))
    return { input: ends(session.inputMetadata)[0]!, outputs: ends(session.outputMetadata) }
  } finally {
    await session.release()
  }
}

/** Our exports of models that compare with words take these beside the image: a file keeps none. */
function whyManyInputs(inputs: readonly InferenceSession.ValueMetadata[]): string {
  const names = inputs.map(({ name }) => name)
  if (names.length !== 2 || !names.includes('text')) return `takes ${names.length} inputs (${shortened(names.join(', '))})`
  return 'compares images with words, which it takes as a second input (text): run its YAML instead, with the checkpoint, which keeps the words'
}

/** Tasks whose answers are shown. */
const tasks: ReadonlySet<string> = new Set(['detect', 'segment', 'pose', 'obb', 'classify'])

function whyUnknown(metadata: Metadata, shape: Shape): string {
  const task = metadata.get('task') ?? 'detect'
  if (!tasks.has(task)) return `is a model for another task (${task})`
  const held = task === 'classify' ? 'scores of classes' : 'list of boxes'
  return `gives a tensor ${shapeText(shape)}, which is no ${held}`
}

const shapeText = (shape: Shape) => `[${shape.map((d) => d ?? '?').join(', ')}]`

function sizeIn(metadata: Metadata): Size | null {
  const value = valueIn(metadata, 'imgsz')
  const sides = Array.isArray(value) ? (value as readonly unknown[]).map(Number) : []
  return sides.length === 2 && sides.every((side) => Number.isInteger(side) && side > 0 && side <= 65_536) ? [sides[0]!, sides[1]!] : null
}
