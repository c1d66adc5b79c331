/**
 * What graph-core uses of the world outside the language, present in every page, worker and Node alike. Only the tsconfigs
 * without DOM and Node types include this file.
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes: Uint8Array): string
}
