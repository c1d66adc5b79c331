/** Options that all commands on models share. */
import { type AnalyzeOptions } from '../../graph-core/analysis'
import { dialectOf, dialects } from '../../graph-core/dialects'
import { type OptionSpecs, type OptionValues, UsageError, textOption } from './command'

export const targetOption: OptionSpecs = {
  target: { type: 'string', value: dialects.map((d) => d.target.id).join('|'), about: 'the library whose rules and numbers count' },
}

export const modelOptionSpecs: OptionSpecs = {
  ...targetOption,
  scale: { type: 'string', value: 'n|s|m|l|x', about: 'one of the file’s scales; default: the one in its name' },
  imgsz: { type: 'string', value: '640|480,640', about: 'image size, or height,width; default 640' },
  nc: { type: 'string', value: 'N', about: 'number of classes in place of the file’s' },
}

/** A whole number in a range; throws UsageError. */
export function wholeNumber(name: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, got ${text}`)
  return value
}

/** Whole numbers separated by commas. */
export function wholeNumbers(name: string, text: string, form: string, range: readonly [number, number]): number[] {
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every((part) => /^\d+$/.test(part))) throw new UsageError(`--${name} takes ${form}, got ${text}`)
  return parts.map((part) => wholeNumber(name, part, range))
}

/** [height, width] from `640` or `480,640`. */
export function imageSize(text: string): readonly [number, number] {
  const form = 'one side or height,width, such as 640 or 480,640'
  const sides = wholeNumbers('imgsz', text, form, [1, 65_536])
  if (sides.length > 2) throw new UsageError(`--imgsz takes ${form}, got ${text}`)
  return [sides[0]!, sides[1] ?? sides[0]!]
}

/** The dialect of --target, undefined where it is not given. */
export function readTarget(options: OptionValues) {
  const target = textOption(options, 'target')
  const dialect = target === undefined ? undefined : dialectOf(target)
  if (target !== undefined && dialect === undefined)
    throw new UsageError(`there is no target ${target}; choose one of ${dialects.map((d) => d.target.id).join(', ')}`)
  return dialect
}

/** Reads --target, --scale, --imgsz and --nc. */
export function readModelOptions(options: OptionValues): AnalyzeOptions {
  const [imgsz, nc] = [textOption(options, 'imgsz'), textOption(options, 'nc')]
  return {
    target: readTarget(options)?.target.id,
    scale: textOption(options, 'scale'),
    ...(imgsz === undefined ? {} : { imgsz: imageSize(imgsz) }),
    ...(nc === undefined ? {} : { nc: wholeNumber('nc', nc, [1, 999_999]) }),
  }
}
