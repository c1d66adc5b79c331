// `npm start [-- FILE...]`: installs what is missing, builds what is stale, and opens Graft: the desktop app, or where Electron's program is not to
// be had or does not run, the same in a browser.
//   --browser          the browser, even where Electron is there
//   --retry-electron   tries the download again that failed before
import { spawn, spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'
import { electronVersion, fetchElectron, findElectron, rememberedFailure } from './electron.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What to show Graft with: Electron, Electron once it is downloaded, or a browser, and why.
 * @param {{ wantsBrowser: boolean, hasScreen: boolean, program: string | null, failure: string | null, retries: boolean }} situation
 * @returns {{ face: 'electron', program: string } | { face: 'fetch' } | { face: 'browser', because: string | null }}
 */
export function chooseFace({ wantsBrowser, hasScreen, program, failure, retries }) {
  if (wantsBrowser) return { face: 'browser', because: null }
  if (!hasScreen) return { face: 'browser', because: 'There is no screen here for the desktop app.' }
  if (program !== null) return { face: 'electron', program }
  if (failure === null || retries) return { face: 'fetch' }
  return { face: 'browser', because: whyBrowser(failure) }
}

/** @param {string} failure */
const whyBrowser = (failure) =>
  `Electron could not be downloaded (${failure}): opening Graft in a browser. \`npm start -- --retry-electron\` tries again.`

/**
 * The command line of the start: paths are from where the user stands, which npm leaves.
 * @param {readonly string[]} args
 * @param {string} from
 */
export function readArguments(args, from) {
  const has = (/** @type {string} */ flag) => args.includes(flag)
  return {
    wantsBrowser: has('--browser'),
    retries: has('--retry-electron'),
    files: args.filter((arg) => !['--browser', '--retry-electron'].includes(arg)).map((path) => resolve(from, path)),
  }
}

/**
 * The folders the browser's window may use where Electron would have asked with a dialog: the user's own, and the one the user stands in.
 * @param {string} home
 * @param {string} from
 */
export function ownFolders(home, from) {
  const way = relative(home, from)
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
  return isOutside ? [home, from] : [home]
}

/** True when Electron opened its window; false when it could not start here. @param {string} program @param {readonly string[]} files */
async function runElectron(program, files) {
  const start = performance.now()
  const child = spawn(program, [root, ...files], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal))
  const code = await new Promise((/** @type {(code: number | null) => void} */ end) => {
    child.on('error', () => end(127))
    child.on('close', end)
  })
  // Libraries it lacks, or a sandbox that the system forbids, end it before there is a window.
  return code === 0 || performance.now() - start > 5000
}

async function start() {
  ensureInstalled()
  const { isBuilt } = await import('./build.mjs')
  if (!isBuilt()) {
    const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) process.exit(status ?? 1)
  }

  const from = process.env.INIT_CWD ?? process.cwd()
  const { wantsBrowser, retries, files } = readArguments(process.argv.slice(2), from)
  const version = electronVersion()
  const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  const choose = () => chooseFace({ wantsBrowser, hasScreen, program: findElectron(), failure: rememberedFailure({ version }), retries })
  let chosen = choose()
  if (chosen.face === 'fetch') {
    console.log(`Downloading Electron ${version}, once…`)
    const failure = await fetchElectron({ version })
    const program = findElectron()
    chosen =
      program === null ? { face: 'browser', because: whyBrowser(failure ?? 'its program is missing') } : { face: 'electron', program }
  }
  if (chosen.face === 'electron') {
    if (await runElectron(chosen.program, files)) return
    chosen = { face: 'browser', because: 'Electron does not run here: opening Graft in a browser.' }
  }
  if (chosen.because !== null) console.log(chosen.because)
  // In this process, so that Ctrl C reaches the one that has changes to write.
  process.argv = [process.execPath, join(root, 'dist/cli/graft.js'), 'serve', ...files, ...ownFolders(homedir(), from)]
  await import(new URL('../dist/cli/graft.js', import.meta.url).href)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await start()
