export type SafetensorsErrorCode =
  | 'too-short'
  | 'header-past-end'
  | 'header-too-long'
  | 'header-not-json'
  | 'header-not-object'
  | 'duplicate-name'
  | 'bad-metadata'
  | 'bad-entry'
  | 'unknown-dtype'
  | 'bad-shape'
  | 'bad-offsets'
  | 'size-mismatch'
  | 'overlap'
  | 'hole'
  | 'data-past-end'

/** A file that is not a well-formed .safetensors file: which rule it breaks, and how. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
  constructor(
    readonly code: SafetensorsErrorCode,
    message: string,
  ) {
    super(message)
  }
}
