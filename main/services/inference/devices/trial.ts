/** Trying a device out: a small model that must run, give the CPU's numbers, and not take longer than there. */
import { InferenceSession, Tensor, listSupportedBackends } from 'onnxruntime-node'
import { collectBytes } from '../../../../graph-core/byte-stream'
import type { ModelProto } from '../../../../graph-core/onnx/model'
import { programOpset } from '../../../../graph-core/onnx/programs/letterbox-program'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import { irVersionOf } from '../../../../graph-core/onnx/opsets'
import { tensorOf } from '../../../../graph-core/onnx/tensors'
import { hasCudaPart } from './cuda-part'
import { absence, refusalOf, withoutCudaPart } from './device-names'
import type { DeviceId } from '../process/messages'

/** What trying a device found. */
export interface Trial {
  /** Null where it can be used; else why not. */
  readonly refusal: string | null
  /** Whether nothing that is installed would bring it here; nobody misses it then. */
  readonly isForeign: boolean
  /** Whether the CPU is faster. A GPU may be emulated in software. */
  readonly isSlow: boolean
}

const [channels, side] = [16, 32]
const shape = [1, channels, side, side] as const

/** A convolution and an activation: what networks are made of. */
function trialModel(): ModelProto {
  const weight = Float32Array.from({ length: channels * channels * 9 }, (_, i) => Math.sin(i) / 12)
  const pads = { name: 'pads', type: 'ints', value: [1, 1, 1, 1] } as const
  return {
    irVersion: irVersionOf(programOpset),
    opsets: [{ version: programOpset }],
    graph: {
      name: 'trial',
      nodes: [
        { opType: 'Conv', inputs: ['x', 'w'], outputs: ['conv'], attributes: [pads] },
        { opType: 'Sigmoid', inputs: ['conv'], outputs: ['y'] },
      ],
      initializers: [tensorOf('w', [channels, channels, 3, 3], 'float32', weight)],
      inputs: [{ name: 'x', dataType: 'float32', dims: shape }],
      outputs: [{ name: 'y', dataType: 'float32', dims: shape }],
    },
  }
}

/** Half precision on some devices stays within this. */
const tolerance = 0.02

/** A trial of this many milliseconds is that of a GPU, however busy. */
const fastEnough = 15

/** Runs the model on a device; throws where onnxruntime does. */
async function runOn(id: DeviceId): Promise<{ y: Float32Array; milliseconds: number }> {
  const session = await InferenceSession.create(await collectBytes(encodeModel(trialModel())), {
    executionProviders: [id],
    logSeverityLevel: 4,
  })
  try {
    const x = new Tensor(
      'float32',
      Float32Array.from({ length: channels * side * side }, (_, i) => Math.cos(i)),
      shape,
    )
    let y: Float32Array = new Float32Array()
    let milliseconds = Infinity
    // The first run compiles; the best of the others tells the device from what else the machine does.
    for (let run = 0; run < 4; run++) {
      const start = performance.now()
      y = (await session.run({ x }))['y']!.data as Float32Array
      if (run > 0) milliseconds = Math.min(milliseconds, performance.now() - start)
    }
    return { y, milliseconds }
  } finally {
    await session.release()
  }
}

export const usable: Trial = { refusal: null, isForeign: false, isSlow: false }

/** Tries a device out. */
export async function tryDevice(id: DeviceId): Promise<Trial> {
  if (!listSupportedBackends().some(({ name }) => name === id)) return { ...usable, refusal: absence(id), isForeign: true }
  try {
    if (id === 'cuda' && !hasCudaPart()) return { ...usable, refusal: withoutCudaPart, isForeign: true }
    const found = await runOn(id)
    if (id === 'cpu') return usable
    const cpu = await runOn('cpu')
    const isWrong = found.y.some((value, i) => !(Math.abs(value - cpu.y[i]!) <= tolerance))
    if (isWrong) return { ...usable, refusal: 'It computes wrong numbers here; its driver may be at fault.' }
    return { ...usable, isSlow: found.milliseconds > Math.max(fastEnough, cpu.milliseconds) }
  } catch (error) {
    return { ...usable, refusal: refusalOf(id, error instanceof Error ? error.message : String(error)) }
  }
}
