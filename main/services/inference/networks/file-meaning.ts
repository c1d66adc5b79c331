/** What the outputs of an ONNX file hold: said in its metadata by our own exports, guessed from metadata and shapes of those of Ultralytics. */
import { classNames } from '../../../../graph-core/onnx/model-metadata'
import { numbersOf, predictionsKey, readPredictions } from '../../../../graph-core/onnx/programs/predictions'
import type { HeadPredictions, ImageScores, PlaceExtra } from '../../../../graph-core/symbolic'
import type { YamlValue } from '../../../../graph-core/document/types'
import { pythonLiteral } from '../../../../graph-core/yaml/python-literal'
import type { Meaning } from '../process/messages'

export type Metadata = ReadonlyMap<string, string>
/** A size is undefined where the file leaves it free. */
export type Shape = readonly (number | undefined)[]

/** Null where the shapes of the outputs are nothing that is known. */
export function meaningOf(metadata: Metadata, shapes: readonly Shape[]): Meaning | null {
  const names = valueIn(metadata, 'names')
  const form = readPredictions(metadata.get(predictionsKey)) ?? guess(metadata, shapes, countOf(names))
  if (form === null || (needsPrototypes(form) && shapes[1]?.length !== 4)) return null
  return { form, names: classNames(names, form.classes) }
}

const needsPrototypes = (form: HeadPredictions | ImageScores) => form.layout !== 'image' && form.extra?.kind === 'masks'

/** A value of Python that stands in the metadata. */
export function valueIn(metadata: Metadata, key: string): YamlValue | undefined {
  const read = pythonLiteral(metadata.get(key) ?? '')
  return read.ok ? read.value : undefined
}

function countOf(names: YamlValue | undefined): number | null {
  const count = Array.isArray(names) ? names.length : names instanceof Map ? (names as ReadonlyMap<unknown, unknown>).size : 0
  return count > 0 ? count : null
}

function guess(metadata: Metadata, shapes: readonly Shape[], named: number | null): HeadPredictions | ImageScores | null {
  const [first, second] = shapes
  if (metadata.get('task') === 'classify') {
    const classes = first?.length === 2 ? (first[1] ?? named) : null
    return classes === null ? null : { layout: 'image', fit: 'crop', classes }
  }
  if (first?.length !== 3) return null
  const extra = extraOf(metadata, first, second, named)
  if (extra === null) return null
  const behind = numbersOf(extra)
  const form = guessBoxes(metadata, first, named, behind)
  if (form === null || extra === undefined) return form
  if (extra.kind === 'angle') return { ...form, box: 'xywh', extra }
  return { ...form, extra: extra.kind === 'masks' && form.layout === 'anchors' ? { ...extra, cut: 'shares' } : extra }
}

/** What follows the classes; undefined: nothing, null: something that is not known. */
function extraOf(metadata: Metadata, first: Shape, second: Shape | undefined, named: number | null): PlaceExtra | undefined | null {
  switch (metadata.get('task') ?? (second?.length === 4 ? 'segment' : 'detect')) {
    case 'detect':
      return undefined
    case 'segment':
      return second?.length === 4 && second[1] !== undefined ? { kind: 'masks', count: second[1], cut: 'pixels' } : null
    case 'obb':
      return { kind: 'angle' }
    case 'pose': {
      const [count, width] = keypointShape(metadata) ?? [((first[1] ?? 0) - 4 - (named ?? 1)) / 3, 3]
      return Number.isInteger(count) && count > 0 && (width === 2 || width === 3) ? { kind: 'points', count, width } : null
    }
    default:
      return null
  }
}

function keypointShape(metadata: Metadata): readonly [number, number] | null {
  const value = valueIn(metadata, 'kpt_shape')
  const numbers = Array.isArray(value) ? (value as readonly unknown[]).map(Number) : []
  return numbers.length === 2 ? [numbers[0]!, numbers[1]!] : null
}

/** More rows than any export gives that is no list of places. */
const manyRows = 1000

/**
 * Boxes, by their shape: Ultralytics' [n, 4 + classes + …, places], RT-DETR's [n, queries, 4 + classes], the best as [n, k, 6 + …], or YOLOv5's
 * [n, places, 5 + classes + …]. `behind` numbers follow the classes.
 */
function guessBoxes(metadata: Metadata, [, rows, columns]: Shape, named: number | null, behind: number): HeadPredictions | null {
  const isTransformer = /rt-?detr/i.test(metadata.get('description') ?? '')
  const isEndToEnd = metadata.get('end2end') === 'True'
  const pixels = { unit: 'pixels', fit: 'pad' } as const
  const parts = { unit: 'parts', fit: 'stretch', isCrowded: false, box: 'xywh' } as const
  const isPlaces = rows === undefined ? named !== null || (columns ?? 0) > 6 + behind : rows > manyRows
  if (columns !== undefined && columns > 5 + behind && isPlaces && !isTransformer && !isEndToEnd) {
    const classes = named ?? columns - 5 - behind
    if (columns === 5 + classes + behind) return { layout: 'anchors', box: 'xywh', ...pixels, isCrowded: true, classes }
  }
  if (columns === 6 + behind && (isTransformer || isEndToEnd || (rows !== undefined && rows > 6 + behind && named !== 2))) {
    const classes = named ?? 80
    return isTransformer ? { layout: 'best', ...parts, classes } : { layout: 'best', box: 'xyxy', ...pixels, isCrowded: false, classes }
  }
  const isList = columns !== undefined && columns > 4 && (rows === undefined || columns < rows || isTransformer)
  if (isList && behind === 0 && columns === 4 + (named ?? columns - 4)) return { layout: 'queries', ...parts, classes: columns - 4 }
  const classes = named ?? (rows ?? 0) - 4 - behind
  return rows !== undefined && classes > 0 && rows >= 4 + classes + behind
    ? { layout: 'places', box: 'xywh', ...pixels, isCrowded: true, classes }
    : null
}
