// Installs the packages when node_modules is not what package-lock.json says. Node built-ins only: it runs before anything is there.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */
/** @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile */

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The first reason why what is installed is not what is locked, or null. An optional package may be missing: it is for another platform.
 * @param {Lockfile} locked package-lock.json
 * @param {Lockfile | null} installed node_modules/.package-lock.json
 */
export function staleReason(locked, installed) {
  if (!installed) return 'nothing is installed'
  const wanted = locked.packages ?? {}
  const present = installed.packages ?? {}
  for (const [path, { version, integrity, optional, devOptional }] of Object.entries(wanted)) {
    if (path === '') continue
    const found = present[path]
    if (!found) {
      if (optional || devOptional) continue
      return `${path} is missing`
    }
    if (found.version !== version) return `${path} is ${found.version}, wanted ${version}`
    if (integrity && found.integrity && found.integrity !== integrity) return `${path} has other contents`
  }
  const extra = Object.keys(present).find((path) => !(path in wanted))
  return extra ? `${extra} is no longer wanted` : null
}

/** @param {string} path @returns {Lockfile | null} */
function readLock(path) {
  try {
    return /** @type {Lockfile} */ (JSON.parse(readFileSync(join(root, path), 'utf8')))
  } catch {
    return null
  }
}

/** Runs `npm ci` when it is needed; throws when that fails. */
export function ensureInstalled() {
  const locked = readLock('package-lock.json')
  if (!locked) throw new Error('package-lock.json cannot be read')
  const reason = staleReason(locked, readLock('node_modules/.package-lock.json'))
  if (!reason) return
  console.log(`Installing packages: ${reason}.`)
  const npm = process.env.npm_execpath
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']]
  // onnxruntime-node would fetch CUDA libraries that nothing here needs, and fail the install where there is no network for it.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', npm_config_audit: 'false', npm_config_fund: 'false' }
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm ci failed${error ? `: ${error.message}` : ` with ${status}`}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled()
