// The browser that screenshots and browser tests drive: one that is already here, else one that can be installed. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPlaces } from '../main/web/chromium-places.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The command that fetches one with nothing but npm's packages. */
export const installCommand = 'npx playwright-core install chromium'

/**
 * @typedef {object} Place what finding depends on
 * @property {NodeJS.Platform} platform
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {string} home
 * @property {(path: string) => boolean} exists
 * @property {(folder: string) => string[]} list names in a folder; none where there is no folder
 */

/** @type {Place} */
const here = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
}

/**
 * Where a Chromium, Chrome or Edge may lie, the preferred first: $GRAFT_CHROMIUM, where the app looks too, Playwright's own.
 * @param {Place} place
 * @returns {string[]}
 */
function places({ platform, env, home, list }) {
  const named = env.GRAFT_CHROMIUM ? [env.GRAFT_CHROMIUM] : []
  const cache = {
    darwin: join(home, 'Library/Caches/ms-playwright'),
    win32: join(env.LOCALAPPDATA ?? join(home, 'AppData/Local'), 'ms-playwright'),
    linux: join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'ms-playwright'),
  }
  const system = platform === 'darwin' || platform === 'win32' ? platform : 'linux'
  const browsers = env.PLAYWRIGHT_BROWSERS_PATH ?? cache[system]
  const inside = {
    darwin: ['arm64', 'x64'].map((cpu) => `chrome-mac-${cpu}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`),
    win32: ['chrome-win64/chrome.exe'],
    linux: ['chrome-linux64/chrome', 'chrome-linux-arm64/chrome', 'chrome-linux/chrome'],
  }
  const newestFirst = list(browsers)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
  return [
    ...named,
    ...chromiumPlaces({ platform, env, home }),
    ...newestFirst.flatMap((name) => inside[system].map((path) => join(browsers, name, path))),
  ]
}

/**
 * Path of a Chromium, Chrome or Edge of this system, or null.
 * @param {Place} [place]
 * @returns {string | null}
 */
export const probeChromium = (place = here) => places(place).find((path) => place.exists(path)) ?? null

/**
 * Path of a Chromium, Chrome or Edge of this system; throws, naming the cure, where there is none.
 * @param {Place} [place]
 * @returns {string}
 */
export function findChromium(place = here) {
  const found = probeChromium(place)
  if (found !== null) return found
  throw new Error(`No Chromium, Chrome or Edge found. Install one: ${installCommand} (or set GRAFT_CHROMIUM to its path).`)
}

/** Fetches a Chromium with Playwright's installer, in at most five minutes. Without npm's packages, does nothing. */
export function installChromium() {
  const cli = join(root, 'node_modules/playwright-core/cli.js')
  if (!existsSync(cli)) return
  console.log(`Running ${installCommand}`)
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 })
}
