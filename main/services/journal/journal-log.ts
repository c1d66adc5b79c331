/**
 * One document's journal as a file: lines, each with the checksum of what follows. The first holds the whole text; others hold edits of it, or the
 * whole text again. Reading ends at the first line that is damaged or does not follow, which is where a crash cut the file.
 */
import { crc32 } from 'node:zlib'
import * as z from 'zod'
import { type JournalHead, type Splice, journalHead, splice } from '../../contract/host'

const whole = z.object({ v: z.literal(1), head: journalHead, revision: z.int(), at: z.number(), text: z.string() })
const edit = z.object({ base: z.int(), revision: z.int(), at: z.number(), splices: z.array(splice) })

export type WholeRecord = z.infer<typeof whole>
export type EditRecord = z.infer<typeof edit>

/** A document as its journal knows it. */
export interface JournalState {
  readonly head: JournalHead
  readonly text: string
  readonly revision: number
  readonly changedAt: number
}

export function encodeRecord(record: WholeRecord | EditRecord): Uint8Array {
  const json = JSON.stringify(record)
  return new TextEncoder().encode(`${crc32(json).toString(16).padStart(8, '0')} ${json}\n`)
}

/** The text after the splices, one after the other; null when one of them does not fit. */
export function applySplices(text: string, splices: readonly Splice[]): string | null {
  for (const { at, remove, insert } of splices) {
    if (at + remove > text.length) return null
    text = text.slice(0, at) + insert + text.slice(at + remove)
  }
  return text
}

/** The last state a journal tells of; null when not even its first line is whole. */
export function readLog(bytes: Uint8Array): JournalState | null {
  let state: JournalState | null = null
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start)
    if (end < 0) break
    const next = follow(state, readLine(bytes.subarray(start, end)))
    if (next === null) break
    state = next
    start = end + 1
  }
  return state
}

function readLine(bytes: Uint8Array): unknown {
  const line = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const json = line.slice(9)
  if (line[8] !== ' ' || crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) return null
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function follow(state: JournalState | null, line: unknown): JournalState | null {
  const all = whole.safeParse(line)
  if (all.success) {
    const { head, text, revision, at } = all.data
    return { head, text, revision, changedAt: at }
  }
  const part = edit.safeParse(line)
  if (!part.success || state === null || part.data.base !== state.revision) return null
  const text = applySplices(state.text, part.data.splices)
  return text === null ? null : { head: state.head, text, revision: part.data.revision, changedAt: part.data.at }
}
