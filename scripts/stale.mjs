// Whether a step of the build has to run again: a fingerprint of everything it reads lies beside what it wrote. Node built-ins only.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * @typedef {object} Step a step of the build; paths are from the root
 * @property {string} name as people read it
 * @property {string[]} inputs the files and folders it reads
 * @property {string[]} outputs files it writes, by which one sees that its result is still there
 */

/** What a build never reads. */
const unread = /\.test\.tsx?$|\.md$|(^|\/)(tests|fixtures|e2e|node_modules)(\/|$)/

/** @param {string} root @param {string} path @returns {string[]} */
function filesBelow(root, path) {
  if (unread.test(path) || !existsSync(join(root, path))) return []
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesBelow(root, `${path}/${name}`))
}

/**
 * Changes whenever a file of the inputs changes its contents or name, appears or goes.
 * @param {string} root
 * @param {Step} step
 */
export function fingerprint(root, { inputs }) {
  const hash = createHash('sha256')
  for (const path of inputs.flatMap((input) => filesBelow(root, input))) {
    const bytes = readFileSync(join(root, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** @param {string} root @param {Step} step */
const stampOf = (root, { name }) => join(root, 'dist/.built', name.replaceAll(' ', '-'))

/**
 * True when the step's result is there and was made from what is there now.
 * @param {string} root
 * @param {Step} step
 */
export function isFresh(root, step) {
  const stamp = stampOf(root, step)
  if (![stamp, ...step.outputs.map((path) => join(root, path))].every((path) => existsSync(path))) return false
  return readFileSync(stamp, 'utf8') === fingerprint(root, step)
}

/**
 * Notes what the step was made from; the fingerprint is taken before it runs, so that a change meanwhile counts.
 * @param {string} root
 * @param {Step} step
 * @param {string} made
 */
export function remember(root, step, made) {
  const stamp = stampOf(root, step)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, made)
}
