// Where a Chromium, Chrome or Edge may lie: for showing the app and for the tests that drive it. Plain JavaScript, since `npm start` asks before
// anything is built.
import { posix, win32 } from 'node:path'

const linuxNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']
const linuxFolders = ['/usr/bin', '/snap/bin']
const macNames = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const windowsNames = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The preferred first. A relative folder of the path is not looked into.
 * @param {{ platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>, home: string }} system
 * @returns {string[]}
 */
export function chromiumPlaces({ platform, env, home }) {
  if (platform === 'darwin') {
    const folders = ['/Applications', posix.join(home, 'Applications')]
    return folders.flatMap((folder) => macNames.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`))
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    return windowsNames.flatMap((name) => folders.map((folder) => win32.join(folder, name)))
  }
  const all = [foldersOfPath(env), linuxFolders].flatMap((folders) =>
    linuxNames.flatMap((name) => folders.map((folder) => posix.join(folder, name))),
  )
  return [...new Set(all)]
}

/**
 * The folders of a Unix path that are named in full.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string[]}
 */
export const foldersOfPath = (env) => (env['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder))
