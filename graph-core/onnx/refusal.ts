/** Stops an export with a reason for the user. `path` is the attribute path of the module that cannot be written. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly reason: string,
    readonly path: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`)
  }
}
