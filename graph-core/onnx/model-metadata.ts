/** What an exported model says about itself, under the keys that Ultralytics' loaders read, and under one of ours. */
import type { BuiltModel } from '../analysis'
import { headerValue } from '../document/header'
import type { YamlValue } from '../document/types'
import { predictionsKey, predictionsOf } from './programs/predictions'

export function modelMetadata(model: BuiltModel, imgsz: readonly [number, number], batch: number): Record<string, string> {
  const predictions = predictionsOf(model)
  if (predictions === null) return {}
  const names = classNames(headerValue(model.document, 'names'), predictions.classes)
  return {
    task: model.head?.head?.task ?? 'detect',
    stride: String(Math.max(32, ...model.strides)),
    batch: String(batch),
    imgsz: `[${imgsz.join(', ')}]`,
    names: `{${names.map((name, i) => `${i}: ${pythonText(name)}`).join(', ')}}`,
    end2end: predictions.layout === 'best' ? 'True' : 'False',
    [predictionsKey]: JSON.stringify(predictions),
  }
}

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
