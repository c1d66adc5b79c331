/** What an exported model says about itself, under the keys that Ultralytics' loaders read, and under one of ours. */
import type { BuiltModel } from '../analysis'
import { headerValue } from '../document/header'
import type { YamlValue } from '../document/types'
import type { HeadPredictions, ImageScores } from '../symbolic'
import type { ModelOptions } from './model-export'
import { defaultOpset } from './opsets'
import { isEndToEnd, isTurned, predictionsKey, predictionsOf } from './programs/predictions'
import { suppression } from './programs/suppression'

/** What the model was exported with, and what its inputs and outputs mean. Values are texts of Python, as the library writes them. */
export function modelMetadata(name: string, model: BuiltModel, options: ModelOptions): Record<string, string> {
  const { head, header, document, strides } = model
  const { imgsz, batch = 1, dynamic = false, half = false, nms = false, opset = defaultOpset, origin } = options
  const predictions = heldPredictions(model, nms)
  const names = classNames(headerValue(document, 'names'), predictions?.classes ?? header.nc)
  const args = {
    batch,
    half,
    dynamic,
    simplify: false,
    opset,
    nms,
    ...(nms ? { conf: suppression.conf, iou: suppression.iou, max_det: suppression.most } : {}),
  }
  return {
    description: `${name}, exported by Graft`,
    author: 'Graft',
    ...(origin === undefined ? {} : { date: origin.date, version: origin.version }),
    license: 'That of the model and of its weights',
    docs: 'https://docs.ultralytics.com/modes/export/',
    // A graph with free sizes was traced for multiples of 32.
    stride: String(Math.max(dynamic ? 32 : 1, ...strides)),
    task: head?.head?.task ?? 'detect',
    ...(head === null ? {} : { head: head.name }),
    batch: String(batch),
    imgsz: `[${imgsz.join(', ')}]`,
    names: `{${names.map((text, i) => `${i}: ${pythonText(text)}`).join(', ')}}`,
    args: `{${Object.entries(args)
      .map(([key, value]) => `'${key}': ${python(value)}`)
      .join(', ')}}`,
    channels: String(header.ch),
    end2end: python(isEndToEnd(model)),
    ...(head?.head?.task === 'pose' && header.keypoints !== null ? { kpt_shape: `[${header.keypoints.join(', ')}]` } : {}),
    ...(predictions === null ? {} : { [predictionsKey]: JSON.stringify(predictions) }),
  }
}

/** What the file's first output holds: behind NMS the best boxes, whatever the head gives. */
function heldPredictions(model: BuiltModel, nms: boolean): HeadPredictions | ImageScores | null {
  const form = predictionsOf(model)
  return nms && form !== null && form.layout !== 'image'
    ? { ...form, layout: 'best', box: isTurned(form) ? 'xywh' : 'xyxy', isCrowded: false }
    : form
}

const python = (value: number | boolean): string => (typeof value === 'number' ? String(value) : value ? 'True' : 'False')

/** The names a file gives its classes, else their numbers, as the library has it. */
export function classNames(names: YamlValue | undefined, classes: number): string[] {
  const at = (i: number): YamlValue | undefined => {
    if (Array.isArray(names)) return (names as readonly YamlValue[])[i]
    return names instanceof Map ? (names as ReadonlyMap<unknown, YamlValue>).get(i) : undefined
  }
  return Array.from({ length: classes }, (_, i) => {
    const name = at(i)
    return typeof name === 'string' || typeof name === 'number' ? String(name) : String(i)
  })
}

const pythonText = (text: string) => `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
