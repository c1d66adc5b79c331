/** Options of an ONNX export, shared by models and blocks. */
import { fileSize } from '../../graph-core/exporters/file-size'
import { defaultOpset, newestOpset, oldestOpset } from '../../graph-core/onnx/opsets'
import { suppression } from '../../graph-core/onnx/programs/suppression'
import type { WrittenFile } from '../services/export/write-onnx'
import { type OptionSpecs, type OptionValues, UsageError, textOption } from './command'
import { wholeNumber } from './model-options'

export const onnxOptionSpecs: OptionSpecs = {
  weights: { type: 'string', value: 'F.pt', about: 'weights: a .pt, .pth, .safetensors or .onnx file; default: PyTorch’s starting values' },
  seed: { type: 'string', value: 'N', about: 'of the starting values; default 0' },
  opset: { type: 'string', value: `${oldestOpset}-${newestOpset}`, about: `ONNX operator set; default ${defaultOpset}` },
  dynamic: { type: 'boolean', about: 'free batch, height and width' },
  'no-fuse': { type: 'boolean', about: 'keep BatchNorm beside the convolutions' },
}

/** Options of a whole model alone. */
export const modelOnnxOptionSpecs: OptionSpecs = {
  ...onnxOptionSpecs,
  half: { type: 'boolean', about: 'weights and network in float16; boxes are decoded, and go in and out, in float32' },
  nms: {
    type: 'boolean',
    about: `NMS in the graph: [n, ${suppression.most}, 6 + …], confidence ${suppression.conf}, IoU ${suppression.iou}`,
  },
}

/** Throws UsageError where an option of ONNX is given and no ONNX is written. */
export function requireNoOnnxOptions(options: OptionValues, cure: string): void {
  const given = Object.keys(modelOnnxOptionSpecs).find((name) => options[name] !== undefined)
  if (given !== undefined) throw new UsageError(`--${given} has no effect here; ${cure}`)
}

export function readOnnxOptions(options: OptionValues) {
  const [opset, seed, weights] = [textOption(options, 'opset'), textOption(options, 'seed'), textOption(options, 'weights')]
  if (weights !== undefined && seed !== undefined) throw new UsageError('--seed is for starting values; it cannot be given with --weights')
  return {
    file: weights,
    weights: weights === undefined ? { seed: seed === undefined ? 0 : wholeNumber('seed', seed, [0, 2 ** 32 - 1]) } : { file: weights },
    export: {
      dynamic: options['dynamic'] === true,
      fold: options['no-fuse'] !== true,
      half: options['half'] === true,
      nms: options['nms'] === true,
      ...(opset === undefined ? {} : { opset: wholeNumber('opset', opset, [oldestOpset, newestOpset]) }),
    },
  }
}

/** `yolov8n.onnx  12.7 MB`, a line each. */
export function writtenFiles(files: readonly WrittenFile[]): string {
  return files.map(({ path, bytes }) => `${path}  ${fileSize(bytes)}`).join('\n')
}
