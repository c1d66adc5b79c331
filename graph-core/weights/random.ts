/**
 * Random numbers for initial weights: xoshiro128+ by Blackman and Vigna, made for filling float32, whose 24 bits come from its good upper ones.
 * A tensor is filled in blocks, each with a generator of its own, so that any part of it can be made alone. https://prng.di.unimi.it
 */

/** Values one generator makes. Even, since normal values come in pairs. */
export const blockLength = 65_536

/** The state of a generator: four 32-bit integers, never all zero. */
export type RandomState = [a: number, b: number, c: number, d: number]

/** The generator of one block of one name's values under one seed. */
export function randomState(seed: number, name: string, block: number): RandomState {
  const low = seed >>> 0
  const high = Math.floor(seed / 2 ** 32) >>> 0
  return [hash(name, low, block), hash(name, high, ~block), hash(name, ~low, block ^ 0x9e3779b9), hash(name, ~high, block ^ 0x3c6ef372) | 1]
}

/** The next 32 random bits as a signed integer. Loops that need speed have this written out in local variables. */
export function nextInt(state: RandomState): number {
  let [a, b, c, d] = state
  const next = (a + d) | 0
  const shifted = b << 9
  c ^= a
  d ^= b
  b ^= c
  a ^= d
  c ^= shifted
  d = (d << 11) | (d >>> 21)
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
  return next
}

/** FNV-1a over the text, started and finished with two numbers, and mixed as MurmurHash3 ends. */
function hash(text: string, first: number, second: number): number {
  let h = mix(0x811c9dc5 ^ first)
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h ^ mix(second ^ text.length))
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
