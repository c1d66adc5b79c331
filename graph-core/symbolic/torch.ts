import type { Dim } from './dim'

/** A Python expression; composite ones know that they need parentheses as an operand. */
export interface PyExpr {
  readonly text: string
  readonly atomic: boolean
}

/** What an op needs to write itself as PyTorch: a template tag that parenthesises operands, and sizes as Python. */
export interface PyPrinter {
  (parts: TemplateStringsArray, ...values: readonly (PyExpr | string | number | boolean | null)[]): PyExpr
  /** A size as a Python expression over the shapes of the module's inputs. */
  dim(d: Dim): PyExpr
  /** Sizes separated by commas. */
  dims(sizes: readonly Dim[]): PyExpr
  /** Values as a Python literal: numbers, strings, lists, None, True. */
  literal(value: unknown): PyExpr
  /** Expressions separated by commas. */
  list(items: readonly PyExpr[]): PyExpr
  /** An expression on the device of the module's input. */
  readonly device: PyExpr
}
