import { headerEntry, headerRange } from '../document/header'
import { createLocator } from '../document/issues'
import type { Document, YamlMap, YamlValue } from '../document/types'
import { type Issue, issue, type IssueCode } from '../issues/issue'
import { scaleFromPath } from './model-name'

/** What the top-level keys of a model file say, with the libraries' defaults filled in. */
export interface ModelHeader {
  readonly nc: number
  /** Letter of the scale in use, '' where the file has no scales. */
  readonly scale: string
  readonly scales: readonly string[]
  readonly depth: number
  readonly width: number
  readonly maxChannels: number
  /** Channels of the image. */
  readonly ch: number
  /** Text of the default activation, undefined for the library's. */
  readonly activation: string | undefined
  readonly regMax: number
  /** null where the file does not say. */
  readonly end2end: boolean | null
  readonly keypoints: readonly number[] | null
}

export interface HeaderOptions {
  readonly scale?: string
  readonly nc?: number
}

const isMap = (v: YamlValue | undefined): v is YamlMap => v instanceof Map

/** Reads the header. Issues: `header.value`, `header.unknown-scale`, `header.scales`, `header.nc-missing`. */
export function readHeader(document: Document, options: HeaderOptions = {}): { header: ModelHeader; issues: Issue[] } {
  const issues: Issue[] = []
  const report = (code: IssueCode, key: string, message: string) => {
    const entry = headerEntry(document, key)
    issues.push(issue(code, message, entry === undefined ? {} : { range: createLocator(document.text)(headerRange(document, entry)) }))
  }
  const number = (key: string, fallback: number, isFit = (v: number) => v > 0): number => {
    const value = headerEntry(document, key)?.cell.value
    if (value === undefined || value === null) return fallback
    if (typeof value === 'number' && isFit(value)) return value
    report('header.value', key, `${key} must be a positive number, got ${headerEntry(document, key)!.cell.text}`)
    return fallback
  }
  const isCount = (v: number) => Number.isInteger(v) && v > 0 && v < 1e6

  const nc = options.nc ?? number('nc', 80, isCount)
  if (options.nc === undefined && headerEntry(document, 'nc') === undefined) {
    issues.push(issue('header.nc-missing', 'The file does not say nc; 80 classes are assumed.'))
  }
  const scaling = readScaling(document, options.scale, number, report)
  const end2end = headerEntry(document, 'end2end')?.cell.value
  const activation = headerEntry(document, 'activation')?.cell.value
  if (activation !== undefined && activation !== null && typeof activation !== 'string') {
    report('header.value', 'activation', 'activation must be the text of a module, such as nn.ReLU()')
  }
  const keypoints = headerEntry(document, 'kpt_shape')?.cell.value
  return {
    issues,
    header: {
      nc,
      ...scaling,
      ch: number('ch', 3, isCount),
      activation: typeof activation === 'string' && activation !== '' ? activation : undefined,
      regMax: number('reg_max', 16, isCount),
      end2end: typeof end2end === 'boolean' ? end2end : null,
      keypoints: Array.isArray(keypoints) && keypoints.every((k) => typeof k === 'number') ? (keypoints as number[]) : null,
    },
  }
}

type Scaling = Pick<ModelHeader, 'scale' | 'scales' | 'depth' | 'width' | 'maxChannels'>

/**
 * `scales` and the letter in use: the one asked for, else the file name's, else the `scale` key's, else the first one;
 * `depth_multiple` and `width_multiple` where there are no scales.
 */
function readScaling(
  document: Document,
  asked: string | undefined,
  number: (key: string, fallback: number) => number,
  report: (code: IssueCode, key: string, message: string) => void,
): Scaling {
  const table = headerEntry(document, 'scales')?.cell.value
  const legacy = { depth: number('depth_multiple', 1), width: number('width_multiple', 1), maxChannels: Infinity }
  if (!isMap(table) || table.size === 0) {
    if (table !== undefined && table !== null)
      report('header.scales', 'scales', 'scales must name each scale with [depth, width, max_channels]')
    if (asked !== undefined) report('header.unknown-scale', 'scales', `The file has no scales, so it cannot be opened at ${asked}.`)
    return { scale: '', scales: [], ...legacy }
  }
  const scales = [...table.keys()].map(String)
  const written = headerEntry(document, 'scale')?.cell.value
  const wished =
    asked ?? ((document.path === undefined ? '' : scaleFromPath(document.path)) || (typeof written === 'string' ? written : ''))
  if (wished !== '' && !scales.includes(wished)) {
    report('header.unknown-scale', 'scales', `There is no scale ${wished}; the file has ${scales.join(', ')}.`)
  }
  const scale = scales.includes(wished) ? wished : scales[0]!
  const numbers = [...table].find(([key]) => String(key) === scale)![1]
  if (Array.isArray(numbers) && numbers.length === 3 && numbers.every((v) => typeof v === 'number' && v > 0)) {
    const [depth, width, maxChannels] = numbers as [number, number, number]
    return { scale, scales, depth, width, maxChannels }
  }
  report('header.scales', 'scales', `Scale ${scale} must be [depth, width, max_channels], three positive numbers.`)
  return { scale, scales, ...legacy }
}
