// Writes assets/pinyin.json: every syllable of Mandarin with the characters that are read so, by which texts are found on a Latin keyboard. It
// holds all characters of GB 2312 and whatever else stands in our texts; run `node scripts/pinyin.mjs` when its test misses one.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'assets/pinyin.json')

/** @returns {Set<string>} the Chinese characters of the interface, the blocks and the templates */
export function charactersInUse() {
  /** @type {[string, RegExp][]} */
  const folders = [
    ['assets/locales', /zh\.json$/],
    ['assets/models', /\.yaml$/],
    ['assets/recipes', /\.yaml$/],
    ['kernels', /(?<!\.test)\.ts$/],
  ]
  const texts = folders.flatMap(([folder, ending]) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => ending.test(name))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  )
  return new Set(texts.join('').match(/\p{Script=Han}/gu))
}

/** The characters of GB 2312, B0A1 to F7FE: what a newspaper is written in. Five places of D7 hold none. */
function commonCharacters() {
  const decoder = new TextDecoder('gb2312')
  const from = (/** @type {number} */ first, /** @type {number} */ last) => Array.from({ length: last - first + 1 }, (_, k) => first + k)
  return from(0xb0, 0xf7)
    .flatMap((high) => from(0xa1, 0xfe).map((low) => decoder.decode(Uint8Array.of(high, low))))
    .filter((character) => /^\p{Script=Han}$/u.test(character))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { pinyin } = await import('pinyin-pro')
  /** @type {Map<string, string>} */
  const characters = new Map()
  for (const character of new Set([...commonCharacters(), ...charactersInUse()])) {
    const readings = pinyin(character, { toneType: 'none', multiple: true, type: 'array', v: true })
    for (const reading of new Set(readings)) characters.set(reading, (characters.get(reading) ?? '') + character)
  }
  const sorted = Object.fromEntries([...characters].filter(([reading]) => /^[a-z]+$/.test(reading)).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(target, `${JSON.stringify(sorted, null, 2)}\n`)
}
