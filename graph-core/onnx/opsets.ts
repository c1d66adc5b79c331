/** What the versions of ONNX's operator set allow. Source: https://github.com/onnx/onnx/blob/main/docs/Changelog.md */

/** Operator sets a model can be written for. */
export const oldestOpset = 13
export const newestOpset = 21
export const defaultOpset = 17

/** The IR version that came with an operator set; 8, the oldest written, covers all up to 18. Readers refuse versions they do not know. */
export function irVersionOf(opset: number): number {
  return opset <= 18 ? 8 : opset <= 20 ? 9 : 10
}

/** The first operator set that has an operator, where it is not the oldest one written. */
const firstOpsets: { readonly [op: string]: number } = {
  HardSwish: 14,
  Trilu: 14,
  GridSample: 16,
  LayerNormalization: 17,
  Mish: 18,
  Gelu: 20,
  GroupNormalization: 21,
}

/** Why an operator cannot be written for an operator set; undefined where it can. */
export function whyNotIn(opset: number, op: string): string | undefined {
  const first = firstOpsets[op] ?? oldestOpset
  return opset < first ? `${op} exists since opset ${first}, and the export is for opset ${opset}` : undefined
}
