/** What a model is first looked at with, where its file does not say. */
import { dialectOf, readHeader, recogniseDialect, scaleFromPath } from '../../graph-core/dialects'
import type { Document } from '../../graph-core/document'
import type { ViewOptions } from './view'

/** What the user would like models to be opened with; what is empty or missing is left to the file. */
export interface ModelDefaults {
  readonly target?: string | undefined
  readonly scale?: string | undefined
  readonly imgsz?: number | undefined
}

/** The options of a document that was just opened. A scale it does not have is not asked of it. */
export function firstOptions(document: Document, { target, scale, imgsz }: ModelDefaults): ViewOptions {
  const dialect = recogniseDialect(document, dialectOf(target ?? ''))
  const { header } = readHeader(document, { dialect })
  const saysScale = scaleFromPath(document.path ?? '') !== '' || document.header.some(({ key }) => key === 'scale')
  const wanted = !saysScale && scale !== undefined && header.scales.includes(scale) ? scale : undefined
  return { scale: wanted, imgsz: imgsz === undefined ? undefined : [imgsz, imgsz], defaultTarget: target }
}
