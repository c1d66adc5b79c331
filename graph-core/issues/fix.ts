/**
 * What would cure an issue, as data: an edit by command, never a splice of text, so that it stays right while the text around
 * it changes. The window offers it as a button, the editor as a code action; `at` and `row` are global indices `#i`.
 */
export type Fix =
  | { readonly kind: 'target'; readonly target: string }
  | { readonly kind: 'replaceModule'; readonly row: number; readonly module: string }
  | { readonly kind: 'setArg'; readonly row: number; readonly arg: string | number; readonly value: FixValue }
  | { readonly kind: 'connect'; readonly from: number; readonly to: number; readonly slot: number }
  /** Puts a block between a row that is read and the slot that reads it. */
  | {
      readonly kind: 'insert'
      readonly from: number
      readonly to: number
      readonly slot: number
      readonly module: string
      readonly args: readonly FixValue[]
    }

/** A Python literal as a row's cell holds it. */
export type FixValue = string | number | boolean | null | readonly FixValue[]
