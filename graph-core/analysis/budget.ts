import { ShapeError } from '../symbolic'

/**
 * How much work one model may cause. A slip in a few arguments, or a file made to do harm, can ask for more modules than
 * any machine can look at in a minute: analysis stops there with an issue. The largest models there are need a hundredth.
 */
export const most = { blocks: 12_000, tensors: 60_000 } as const

/** Counts one kind of work. */
export class Budget {
  private spent = 0

  constructor(private readonly kind: keyof typeof most) {}

  get isSpent(): boolean {
    return this.spent > most[this.kind]
  }

  /** Adds work; false where it is too much from now on. */
  allows(amount: number): boolean {
    this.spent += amount
    return !this.isSpent
  }

  /** Adds work; throws ShapeError `model.too-large` where it is too much. */
  spend(amount: number): void {
    if (!this.allows(amount)) throw this.error()
  }

  error(): ShapeError {
    return new ShapeError('model.too-large', `up to this row the model has more than ${most[this.kind]} ${this.kind}`)
  }
}
