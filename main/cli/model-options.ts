/** Options that all commands on models share. */
import { type AnalyzeOptions } from '../../graph-core/analysis'
import { dialectOf, dialects } from '../../graph-core/dialects'
import { type OptionSpecs, type OptionValues, UsageError } from './command'

export const modelOptionSpecs: OptionSpecs = {
  target: { type: 'string' },
  scale: { type: 'string' },
  imgsz: { type: 'string' },
  nc: { type: 'string' },
}

/** A whole number in a range; throws UsageError. */
export function wholeNumber(name: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, got ${text}`)
  return value
}

/** [height, width] from `640` or `480,640`. */
export function imageSize(text: string): readonly [number, number] {
  const sides = text.split(',').map((side) => wholeNumber('imgsz', side.trim(), [1, 65_536]))
  if (sides.length > 2) throw new UsageError(`--imgsz takes one side or height,width, got ${text}`)
  return [sides[0]!, sides[1] ?? sides[0]!]
}

/** Reads --target, --scale, --imgsz and --nc. */
export function readModelOptions(options: OptionValues): AnalyzeOptions {
  const text = (name: string) => options[name] as string | undefined
  const target = text('target')
  if (target !== undefined && dialectOf(target) === undefined) {
    throw new UsageError(`there is no target ${target}; choose one of ${dialects.map((d) => d.target.id).join(', ')}`)
  }
  const [imgsz, nc] = [text('imgsz'), text('nc')]
  return {
    target,
    scale: text('scale'),
    ...(imgsz === undefined ? {} : { imgsz: imageSize(imgsz) }),
    ...(nc === undefined ? {} : { nc: wholeNumber('nc', nc, [1, 1_000_000]) }),
  }
}
