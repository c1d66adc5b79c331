/** Files that were honest once: what a disk, a network or an adversary makes of a checkpoint. */
import { bytesSource } from '../byte-source'
import { CheckpointError } from '../checkpoint-error'
import { NoFloatsError } from '../dtype'
import { openCheckpoint } from '../open-checkpoint'
import { SafetensorsError } from '../safetensors-error'
import { fixture } from './fixture'

/** One of each kind of file. */
export const originals = [
  'state_dict.pt',
  'legacy.pt',
  'nested_dict.pt',
  'ultralytics_style_ema.pt',
  'ultralytics_style_yolo26.pt',
  'evil.pt',
  'evil_legacy.pt',
  'memo_bomb.pt',
  'zip_bomb.pt',
  'state_dict.safetensors',
  'initialisers.onnx',
] as const

/** Random numbers that a seed repeats: mulberry32. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A copy with a few bytes changed, taken away, put in or doubled. */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let out = Uint8Array.from(bytes)
  for (let n = 1 + random(4); n > 0; n--) {
    // Half of the changes hit the beginning or the end, where the descriptions of most formats are.
    const near = Math.min(out.length, 4096)
    const at = [random(out.length), random(out.length), random(near), out.length - 1 - random(near)][random(4)]!
    const length = 1 + random(Math.min(64, out.length - at))
    const how = random(6)
    if (how === 0) out[at] = random(256)
    else if (how === 1) out[at]! ^= 1 << random(8)
    else if (how === 2) out.fill([0, 0xff, 0x80, 0x28][random(4)]!, at, at + length)
    else if (how === 3) out = joined(out.subarray(0, at), out.subarray(at + length))
    else if (how === 4) out = joined(out.subarray(0, at + length), out.subarray(at))
    else out.copyWithin(at, random(out.length), random(out.length))
    if (out.length === 0) return out
  }
  return out
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}

/** Opens the bytes and reads every tensor; says why where it is refused. Any other error comes out: it is a mistake of ours. */
export async function tryOpen(bytes: Uint8Array): Promise<string> {
  try {
    const { tensors } = await openCheckpoint(bytesSource(bytes))
    for (const tensor of tensors.values()) await tensor.toFloat32()
    return 'ok'
  } catch (error) {
    if (error instanceof CheckpointError || error instanceof SafetensorsError) return error.code
    if (error instanceof NoFloatsError) return 'ok'
    throw error
  }
}

/** Tries mutations of the seed's; gives those that took too long or failed in a way of their own, as lines. */
export async function tryMutations(seed: number, count: number): Promise<{ failures: string[]; outcomes: Map<string, number> }> {
  const failures: string[] = []
  const outcomes = new Map<string, number>()
  const files = originals.map((name) => fixture(name))
  for (let i = 0; i < count; i++) {
    const which = i % originals.length
    const bytes = mutate(files[which]!, randomOf(seed + i))
    const before = process.cpuUsage()
    const outcome = await tryOpen(bytes).catch((error: unknown) => {
      failures.push(`${originals[which]}, seed ${seed + i}: ${String((error as Error).stack)}`)
      return 'failure'
    })
    const used = process.cpuUsage(before)
    if ((used.user + used.system) / 1e6 > 2) failures.push(`${originals[which]}, seed ${seed + i}: took ${(used.user / 1e6).toFixed(1)} s`)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  return { failures, outcomes }
}
