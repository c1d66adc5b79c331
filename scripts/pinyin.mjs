// Writes assets/pinyin.json: every syllable of Mandarin with the characters that are read so, by which texts are found on a Latin keyboard. It
// holds the common characters (GB 2312's first level) and all that stand in our texts; run `node scripts/pinyin.mjs` when its test misses one.
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

/** GB 2312 from B0A1 to D7F9: what a newspaper is written in. */
function commonCharacters() {
  const decoder = new TextDecoder('gb2312')
  const rows = Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, k) => 0xb0 + k)
  return rows.flatMap((high) => Array.from({ length: high === 0xd7 ? 89 : 94 }, (_, k) => decoder.decode(Uint8Array.of(high, 0xa1 + k))))
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
