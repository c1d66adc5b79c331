/** Models that commands run: a YAML with weights, or an ONNX file, and the device. */
import { basename } from 'node:path'
import type { DeviceChoice } from '../contract/host'
import { withHostErrors } from '../services/export/host-errors'
import { openFileSource } from '../services/files/file-source'
import { deviceOrder } from '../services/inference/devices/device-names'
import type { RunJob } from '../services/inference/process/messages'
import { openModel } from '../services/models/open-model'
import { type OptionSpecs, type OptionValues, UsageError, textOption } from './command'
import { readModelOptions } from './model-options'

const devices = ['auto', ...deviceOrder] as const

export const runnableSpecs: OptionSpecs = {
  weights: {
    type: 'string',
    value: 'F.pt',
    about: 'weights: a .pt, .pth, .safetensors or .onnx file; default: PyTorch’s starting values',
  },
  device: { type: 'string', value: devices.join('|'), about: 'where the model runs; default auto: the best that works' },
}

/** Reads --device; throws UsageError. */
export function readDevice(options: OptionValues): DeviceChoice {
  const device = textOption(options, 'device') ?? 'auto'
  if (!(devices as readonly string[]).includes(device)) throw new UsageError(`--device takes ${devices.join(', ')}, got ${device}`)
  return device as DeviceChoice
}

/** The model of a command line, with its weights. */
export async function readModel(reference: string, options: OptionValues): Promise<RunJob['model']> {
  const { imgsz, ...text } = readModelOptions(options)
  if (/\.onnx$/i.test(reference)) {
    const given = ['weights', 'target', 'scale', 'nc'].find((name) => options[name] !== undefined)
    if (given !== undefined) throw new UsageError(`--${given} has no effect on an ONNX file`)
    await requireFile(reference)
    return { kind: 'file', path: reference, imgsz }
  }
  const weights = textOption(options, 'weights')
  const opened = await openModel(reference, text.target)
  if (weights !== undefined) await requireFile(weights)
  return {
    kind: 'text',
    name: basename(opened.path),
    text: opened.text,
    ...text,
    imgsz,
    weights: weights === undefined ? { seed: 0 } : { file: weights },
  }
}

/** Finds out before anything is run, instead of each time, that a file cannot be opened. Throws HostError `file.*`. */
async function requireFile(path: string): Promise<void> {
  const file = await withHostErrors(path, () => openFileSource(path), path)
  await file.close()
}
