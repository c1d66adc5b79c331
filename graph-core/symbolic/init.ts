/** How PyTorch fills a fresh tensor. `uniform` is U(-bound, bound), with a number added to each value where there is a `shift`. */
export type Init =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly bound: number; readonly shift?: () => readonly number[] }
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  | { readonly kind: 'values'; readonly values: () => readonly number[] }

export const zeros: Init = { kind: 'constant', value: 0 }
export const ones: Init = { kind: 'constant', value: 1 }
export const constant = (value: number): Init => ({ kind: 'constant', value })
export const uniform = (bound: number): Init => ({ kind: 'uniform', bound })
export const shiftedUniform = (bound: number, shift: () => readonly number[]): Init => ({ kind: 'uniform', bound, shift })
export const normal = (std: number, mean = 0): Init => ({ kind: 'normal', mean, std })
export const values = (make: () => readonly number[]): Init => ({ kind: 'values', values: make })
