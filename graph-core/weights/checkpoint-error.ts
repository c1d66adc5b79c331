/** What can be wrong with a checkpoint. What the user should do about it depends on the kind alone. */
export const checkpointFaults = {
  /** No byte in it. */
  empty: 'unreadable',
  /** Begins like none of the formats that are read. */
  'unknown-format': 'unreadable',
  'bad-zip': 'unreadable',
  /** An archive without the pickle that names the tensors. */
  'no-pickle': 'unreadable',
  'bad-pickle': 'unreadable',
  /** A tensor that does not lie within its values, or has impossible sizes. */
  'bad-tensor': 'unreadable',
  /** Values that a tensor needs and the file lacks. */
  'missing-values': 'unreadable',
  'bad-onnx': 'unreadable',
  'bad-deflate': 'unreadable',
  'duplicate-name': 'unreadable',
  /** Readable, but there is nothing to take. */
  'no-tensors': 'unreadable',
  /** Asks whoever reads it to call something. */
  unsafe: 'unsafe',
  /** Would take more time or memory than any checkpoint does. */
  'too-much': 'too-large',
  /** Well-formed, and of a kind that is not read. */
  unsupported: 'unsupported',
} as const satisfies Record<string, 'unreadable' | 'unsafe' | 'too-large' | 'unsupported'>

export type CheckpointErrorCode = keyof typeof checkpointFaults

/** A file that is not read as a checkpoint: by which rule, and why. The message quotes at most a line of the file. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
  constructor(
    readonly code: CheckpointErrorCode,
    message: string,
  ) {
    super(message)
  }

  get kind(): (typeof checkpointFaults)[CheckpointErrorCode] {
    return checkpointFaults[this.code]
  }
}
