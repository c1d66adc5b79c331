// One program at a time: tests of several files, and a start beside them, may all ask for a build. Node built-ins only.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** @param {string} path True when the lock is now ours. */
function take(path) {
  // A link appears with its contents: nobody sees a lock that does not yet say whose it is.
  const own = `${path}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

/** @param {string} path True when whoever took the lock is gone without giving it back. */
function isLeftOver(path) {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0)
    return false
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    return code === 'ESRCH' // gone; one of another user (EPERM), or a lock just given back (ENOENT), is not
  }
}

/**
 * Runs alone among all who name the same lock file; waits for the others.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function withLock(path, run) {
  mkdirSync(dirname(path), { recursive: true })
  while (!take(path)) {
    if (isLeftOver(path)) rmSync(path, { force: true })
    else await setTimeout(50)
  }
  try {
    return await run()
  } finally {
    rmSync(path, { force: true })
  }
}
