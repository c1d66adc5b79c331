// The long tests and the one of them that a commit runs. A part is a file: each takes less than four minutes on two cores.
import { readdirSync } from 'node:fs'

/** Folders of the house that tests are in. */
const folders = ['graph-core', 'kernels', 'main', 'renderer', 'scripts', 'tests']

/**
 * Every file of the long tier, in an order that is the same everywhere.
 * @param {string} root
 * @returns {string[]}
 */
export function longTests(root) {
  return folders
    .flatMap((folder) => readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.long\.test\.ts$/.test(name))
    .sort()
}

/**
 * The part a commit runs: every part comes up as often as any other, and a commit always has the same.
 * @template T
 * @param {string} commit a hash
 * @param {readonly T[]} parts
 * @returns {T}
 */
export function partOf(commit, parts) {
  const part = parts[seedOf(commit) % parts.length]
  if (part === undefined) throw new Error('there are no long tests to choose from')
  return part
}

/**
 * The seed of a commit's random cases.
 * @param {string} commit
 * @returns {number}
 */
export function seedOf(commit) {
  if (!/^[0-9a-f]{7,}$/.test(commit)) throw new Error(`expected the hash of a commit, got "${commit}"`)
  return parseInt(commit.slice(0, 7), 16)
}
