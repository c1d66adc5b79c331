/**
 * Chinese as it is typed on a Latin keyboard: `注意力` is found by `zhuyili`, by `zyl`, and by anything between, such as `zhuyl`. The table of
 * readings is fetched when somebody first searches in Chinese.
 */

/** Where a text is found in pinyin: at which character it begins; -1: nowhere. `wanted` is in lower case. */
export type FindPinyin = (text: string, wanted: string) => number

/** Fetches the readings. */
export async function loadPinyin(): Promise<FindPinyin> {
  const { default: table } = await import('../../assets/pinyin.json')
  return createPinyin(table)
}

/** Finds by a table of syllables, each with the characters that are read so. */
export function createPinyin(table: Readonly<Record<string, string>>): FindPinyin {
  const readings = new Map<string, string[]>()
  for (const [syllable, characters] of Object.entries(table))
    for (const character of characters) readings.set(character, [...(readings.get(character) ?? []), syllable])

  /** Whether what is wanted goes on at `at`: each character is there by its reading, the beginning of it, or as itself. */
  const goesOn = (characters: readonly string[], at: number, wanted: string): boolean => {
    if (wanted === '') return true
    const character = characters[at]
    if (character === undefined) return false
    const spellings = readings.get(character) ?? [character.toLowerCase()]
    return spellings.some((spelling) => {
      if (spelling.startsWith(wanted)) return true
      if (wanted.startsWith(spelling) && goesOn(characters, at + 1, wanted.slice(spelling.length))) return true
      return spelling[0] === wanted[0] && goesOn(characters, at + 1, wanted.slice(1))
    })
  }
  return (text, wanted) => {
    const query = wanted.replaceAll(/[\s']/g, '')
    if (!/^[a-z]+$/.test(query)) return -1
    const characters = [...text]
    return characters.findIndex((character, at) => readings.has(character) && goesOn(characters, at, query))
  }
}
