/**
 * Initial weights by PyTorch's default distributions. Values depend on the seed and the tensor's name alone, never on what was made before, so a
 * model can be written in any order, and inserting a block leaves the weights of all others as they were.
 */
import type { Init } from '../symbolic/init'
import { type RandomState, blockLength, nextInt, randomState } from './random'

/** All values of a fresh tensor. */
export function initialise(init: Init, shape: readonly number[], seed: number, name: string): Float32Array<ArrayBuffer> {
  const length = shape.reduce((product, size) => product * size, 1)
  if (init.kind === 'values') {
    const values = Float32Array.from(init.values())
    if (values.length !== length) throw new Error(`expected ${length} values for ${name}, got ${values.length}`)
    return values
  }
  const out = new Float32Array(length)
  fillInitial(init, out, 0, seed, name)
  return out
}

/**
 * Fills `out` with the values from index `first` on, for tensors that are made a part at a time. A part that begins inside a block costs the
 * values before it in that block.
 */
export function fillInitial(init: Init, out: Float32Array, first: number, seed: number, name: string): void {
  if (init.kind === 'values') {
    const part = init.values().slice(first, first + out.length)
    if (part.length !== out.length) throw new Error(`expected ${first + out.length} values for ${name}, got ${first + part.length}`)
    out.set(part)
    return
  }
  if (init.kind === 'constant') {
    out.fill(init.value)
    return
  }
  for (let done = 0; done < out.length;) {
    const block = Math.floor((first + done) / blockLength)
    const skipped = first + done - block * blockLength
    const state = randomState(seed, name, block)
    const part = out.subarray(done, done + blockLength - skipped)
    if (skipped === 0) fillPart(init, part, state)
    else part.set(tail(init, skipped, part.length, state))
    done += part.length
  }
  if (init.kind === 'uniform' && init.shift !== undefined) {
    const shift = init.shift()
    for (let i = 0; i < out.length; i++) out[i]! += shift[first + i]!
  }
}

type Random = Extract<Init, { kind: 'uniform' | 'normal' }>

/** The values of a block after its first `skipped`. */
function tail(init: Random, skipped: number, length: number, state: RandomState): Float32Array {
  const whole = new Float32Array(skipped + length)
  fillPart(init, whole, state)
  return whole.subarray(skipped)
}

function fillPart(init: Random, out: Float32Array, state: RandomState): void {
  if (init.kind === 'uniform') fillUniform(out, init.bound, state)
  else fillNormal(out, init.mean, init.std, state)
}

/** U(-bound, bound): 32 random bits as a signed integer, scaled. The generator stands here in local variables, which is what makes it fast. */
function fillUniform(out: Float32Array, bound: number, state: RandomState): void {
  const scale = bound / 2 ** 31
  let [a, b, c, d] = state
  for (let i = 0; i < out.length; i++) {
    const next = (a + d) | 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    out[i] = next * scale
  }
}

/** Normal values in pairs, by Box and Muller. */
function fillNormal(out: Float32Array, mean: number, std: number, state: RandomState): void {
  for (let i = 0; i < out.length; i += 2) {
    const radius = std * Math.sqrt(-2 * Math.log(((nextInt(state) >>> 0) + 1) / 2 ** 32)) // of (0, 1]
    const angle = nextInt(state) * (Math.PI / 2 ** 31)
    out[i] = mean + radius * Math.cos(angle)
    if (i + 1 < out.length) out[i + 1] = mean + radius * Math.sin(angle)
  }
}
