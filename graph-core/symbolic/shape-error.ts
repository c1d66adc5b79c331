import type { IssueCode } from '../issues/issue'

/**
 * What a block or an op throws when PyTorch would raise on these arguments or shapes. Analysis makes it an issue at the
 * row it stopped at; in the GFLOPs proxy it selects the fallback instead.
 */
export class ShapeError extends Error {
  constructor(
    readonly code: IssueCode,
    message: string,
    readonly cure?: string,
    /** The constructor's argument it is about. */
    readonly arg?: string,
  ) {
    super(message)
    this.name = 'ShapeError'
  }
}
