/**
 * Finding a block by what people call it: its name or one that files use for it, its Chinese name or the pinyin of that, the paper's title,
 * its kind, or what is said of it. What is typed may be spelled as people please: `cbam_original`, `squeeze and excitation`, `s2mlpv2`.
 */
import type { FindPinyin } from '../app/pinyin'
import type { Category } from '../app/category'
import type { Entry } from './entries'

/** Letters, digits and Chinese characters; what stands between them is one space. `S²` is `s2`. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The same without spaces: names are written together. */
const compact = (text: string) => plain(text).replaceAll(' ', '')

/** The words of a name: `CoordAtt` is `coord att`. */
const wordsOf = (text: string) => plain(text.replace(/([a-z])([A-Z])/g, '$1 $2')).split(' ')

/** Whether each word that was typed begins a word of the text, in this order. */
function beginWords(wanted: readonly string[], text: readonly string[]): boolean {
  let at = 0
  return wanted.every((word) => {
    const found = text.findIndex((each, i) => i >= at && each.startsWith(word))
    at = found + 1
    return found >= 0
  })
}

/** Whether the letters stand in the text in this order: `crdat` in `coordatt`. */
function standsIn(wanted: string, text: string): boolean {
  let at = 0
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

interface Wanted {
  readonly text: string
  readonly compact: string
  readonly words: readonly string[]
}

/** How well an entry answers, 0 best; null where it does not. One row a rank. */
function rankOf(entry: Entry, wanted: Wanted, kind: readonly string[], pinyin: FindPinyin | undefined): number | null {
  const name = compact(entry.name.replace(/^nn\./, ''))
  const aliases = entry.aliases.map(compact)
  const titles = [entry.zh?.name ?? '', entry.paper ?? '']
  const inPinyin = (texts: readonly string[]) => pinyin !== undefined && texts.some((text) => pinyin(text, wanted.text) >= 0)
  const begins = (texts: readonly string[]) => texts.some((text) => beginWords(wanted.words, wordsOf(text)))
  const holds = (texts: readonly string[]) => texts.some((text) => plain(text).includes(wanted.text))
  // Two letters stand in most names.
  const isFuzzy = wanted.compact.length >= 3
  const ranks: readonly (() => boolean)[] = [
    () => name === wanted.compact,
    () => aliases.includes(wanted.compact),
    () => name.startsWith(wanted.compact),
    () => aliases.some((alias) => alias.startsWith(wanted.compact)),
    () => titles.some((title) => plain(title).startsWith(wanted.text)),
    () => begins([entry.name, ...entry.aliases, ...titles]),
    () => [name, ...aliases].some((each) => each.includes(wanted.compact)) || holds(titles),
    () => pinyin?.(entry.zh?.name ?? '', wanted.text) === 0,
    () => inPinyin([entry.zh?.name ?? '']),
    () => holds(kind) || inPinyin(kind),
    () => begins([entry.summary]) || holds([entry.zh?.summary ?? '']),
    () => isFuzzy && standsIn(wanted.compact, name),
    () => isFuzzy && aliases.some((alias) => standsIn(wanted.compact, alias)),
  ]
  const rank = ranks.findIndex((holdsFor) => holdsFor())
  return rank < 0 ? null : rank
}

/**
 * Entries that answer what was typed, best first; entries as good as each other keep their order. `kinds` are a category's names in all
 * languages; `pinyin` may come later than the first search.
 */
export function searchEntries(
  entries: readonly Entry[],
  query: string,
  kinds: (category: Category) => readonly string[],
  pinyin?: FindPinyin,
): readonly Entry[] {
  const typed = query.trim().replace(/^(torch\.)?nn\./i, '')
  const text = plain(typed)
  if (text === '') return entries
  const wanted: Wanted = { text, compact: compact(typed), words: text.split(' ') }
  return entries
    .flatMap((entry) => {
      const rank = rankOf(entry, wanted, kinds(entry.category), pinyin)
      return rank === null ? [] : [{ entry, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry)
}
