// Electron's program: whether it is here, and fetching it once. Its npm package brings a script that downloads it, and runs no install script;
// importing the package would start the same download, so nothing here does. Node built-ins only.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const electronPackage = join(root, 'node_modules/electron')
/** A download that failed, so that the next start need not wait for it to fail again. */
export const failureFile = join(root, '.cache/electron-download.json')

/** @param {string} path */
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

/** @param {string} [folder] the npm package's */
export function electronVersion(folder = electronPackage) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return version
}

/**
 * The path of Electron's program in the version that is wanted, or null.
 * @param {string} [folder] the npm package's
 */
export function findElectron(folder = electronPackage) {
  const program = read(join(folder, 'path.txt'))
  const version = read(join(folder, 'dist/version'))?.trim().replace(/^v/, '')
  if (program === null || version !== electronVersion(folder)) return null
  const path = join(folder, 'dist', program)
  return existsSync(path) ? path : null
}

/**
 * Why this version could not be fetched when it was tried last; null when it was not tried, or another version was.
 * @param {{ version: string, file?: string }} options
 * @returns {string | null}
 */
export function rememberedFailure({ version, file = failureFile }) {
  try {
    const noted = /** @type {{ version: string, reason: string }} */ (JSON.parse(read(file) ?? 'null'))
    return noted.version === version ? noted.reason : null
  } catch {
    return null
  }
}

/**
 * Downloads Electron with its own script, within the time given. Gives null, or why it failed, which is noted.
 * @param {{ installer?: string, version: string, file?: string, timeoutMs?: number }} options
 * @returns {Promise<string | null>}
 */
export async function fetchElectron({ installer = join(electronPackage, 'install.js'), version, file = failureFile, timeoutMs = 60_000 }) {
  const reason = await new Promise((/** @type {(reason: string | null) => void} */ resolve) => {
    let told = ''
    const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' })
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (told += text))
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(null)
      else resolve(signal === null ? reasonIn(told) : `it took longer than ${timeoutMs / 1000} s`)
    })
  })
  if (reason !== null) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ version, reason }))
  }
  return reason
}

/** The line of a stack trace that says what happened. @param {string} told */
function reasonIn(told) {
  const lines = told.split('\n').map((line) => line.trim())
  const line = lines.find((each) => /error/i.test(each)) ?? lines.find((each) => each !== '') ?? 'no reason was given'
  return line.replace(/^\w*Error: /, '').slice(0, 200)
}
