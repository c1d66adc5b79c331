// The browser that screenshots and browser tests drive: one that is already here, else one that can be installed. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
 * Where a Chromium, Chrome or Edge may lie, the preferred first: $GRAFT_CHROMIUM, the path, the usual places, Playwright's own.
 * @param {Place} place
 * @returns {string[]}
 */
function places({ platform, env, home, list }) {
  const named = env.GRAFT_CHROMIUM ? [env.GRAFT_CHROMIUM] : []
  const end = platform === 'win32' ? '.exe' : ''
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge']
  const inPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name + end)))
  const usual = {
    darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(home, 'Applications')].map((folder) => join(folder, `${name}.app`, 'Contents/MacOS', name)),
    ),
    win32: [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) =>
        ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((path) => join(folder, path)),
      ),
    linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  }
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
  return [...named, ...inPath, ...usual[system], ...newestFirst.flatMap((name) => inside[system].map((path) => join(browsers, name, path)))]
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
