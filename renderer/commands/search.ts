/** Finds commands by what was typed: words in any order, in any language, in pinyin, or letters with gaps. */
import type { FindPinyin } from '../app/pinyin'

export interface Candidate {
  readonly id: string
  /** In every language, the shown one first. */
  readonly names: readonly string[]
  readonly detail: string
}

/** Those that match every word, the best first; among equals those used last, then as they were given. */
export function searchCommands<T extends Candidate>(
  all: readonly T[],
  query: string,
  recent: readonly string[],
  pinyin: FindPinyin | null,
): T[] {
  const whole = query.trim().toLowerCase()
  const words = whole.split(/\s+/).filter(Boolean)
  const age = (id: string) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return all
    .map((candidate) => ({ candidate, rank: rankOf(candidate, whole, words, pinyin) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || age(a.candidate.id) - age(b.candidate.id))
    .map(({ candidate }) => candidate)
}

function rankOf({ names, detail }: Candidate, whole: string, words: readonly string[], pinyin: FindPinyin | null): number {
  if (names.some((name) => name.toLowerCase() === whole)) return 0
  const ranks = words.map((word) =>
    Math.min(...names.map((name) => rankOfWord(name, word, pinyin)), detail.toLowerCase().includes(word) ? 6 : Infinity),
  )
  return Math.max(0, ...ranks)
}

/** 1: a word begins so; 2: pinyin does; 3: it is in a word, 4: in pinyin; 5: its letters are there, with gaps. */
function rankOfWord(name: string, word: string, pinyin: FindPinyin | null): number {
  const lower = name.toLowerCase()
  const at = lower.indexOf(word)
  if (at === 0 || (at > 0 && new RegExp(`(?<![\\p{L}\\d])${escape(word)}`, 'u').test(lower))) return 1
  const spelled = pinyin?.(name, word) ?? -1
  if (spelled === 0) return 2
  if (at > 0) return 3
  if (spelled > 0) return 4
  return word.length > 1 && hasInOrder(lower, word) ? 5 : Infinity
}

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Whether the letters come one after the other, each at the beginning of a word or right behind the one before. */
function hasInOrder(text: string, letters: string): boolean {
  const goesOn = (at: number, k: number): boolean => {
    if (k === letters.length) return true
    for (let next = text.indexOf(letters[k]!, at); next >= 0; next = text.indexOf(letters[k]!, next + 1)) {
      const isNear = (k > 0 && next === at) || next === 0 || !/[\p{L}\d]/u.test(text[next - 1]!)
      if (isNear && goesOn(next + 1, k + 1)) return true
    }
    return false
  }
  return goesOn(0, 0)
}
