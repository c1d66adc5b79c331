/** A model analysed at the scales it has under a target. A file of YOLOv5's holds one size and says the others by two numbers. */
import { type Report, analyze } from '../../graph-core/analysis'
import { dialectOf, readHeader } from '../../graph-core/dialects'
import { atSize, isSized, sizeLetters } from '../../graph-core/dialects/sizes'
import type { Library } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import type { ModelText } from './question'

export interface AtScales {
  /** Whether the scales are those of a file that holds one of them. */
  readonly isSized: boolean
  /** In the file's order; empty where it has none. */
  readonly scales: readonly string[]
  /** The model at one of them, or as the file says. */
  readonly at: (scale?: string) => Report
}

export function atScales(
  library: Library,
  { name, text }: ModelText,
  options: { readonly target: string; readonly imgsz: readonly [number, number] },
): AtScales {
  const document = readDocument(text, { path: name })
  if (isSized(document)) {
    const sized = (size: string) => readDocument(atSize(text, size), { path: name })
    return {
      isSized: true,
      scales: sizeLetters,
      at: (size) => analyze(size === undefined ? document : sized(size), library, options),
    }
  }
  return {
    isSized: false,
    scales: readHeader(document, { dialect: dialectOf(options.target) }).header.scales,
    at: (scale) => analyze(document, library, scale === undefined ? options : { ...options, scale }),
  }
}
