/**
 * How to show an address: as a window of its own by a Chromium, Chrome or Edge that is installed, else in the browser the user has chosen, else not
 * at all. A pure choice over what the system has; `open-address.ts` carries it out.
 */
import { posix, win32 } from 'node:path'

/** What the choice depends on. */
export interface System {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly isRoot: boolean
  readonly exists: (path: string) => boolean
}

/** A program that shows the address, in a window of its own or in the user's browser. */
export interface Opener {
  readonly kind: 'window' | 'browser'
  readonly command: string
  readonly args: readonly string[]
}

const linuxNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']
const macNames = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const windowsPaths = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/** Where a Chromium, Chrome or Edge may lie, the preferred first. */
export function chromiumPlaces({ platform, env, home }: Omit<System, 'exists' | 'isRoot'>): readonly string[] {
  if (platform === 'darwin') {
    return ['/Applications', posix.join(home, 'Applications')].flatMap((folder) =>
      macNames.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    )
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    return windowsPaths.flatMap((path) => folders.map((folder) => win32.join(folder, path)))
  }
  return linuxNames.flatMap((name) => foldersOfPath(env).map((folder) => posix.join(folder, name)))
}

const foldersOfPath = (env: System['env']) => (env['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder))

/** The ways to show an address, the best first; none where there is no screen. */
export function chooseOpeners(url: string, system: System): readonly Opener[] {
  const { platform, env, isRoot, exists } = system
  const isLinux = platform !== 'darwin' && platform !== 'win32'
  if (isLinux && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return []
  const chromium = chromiumPlaces(system).find(exists)
  const openers: Opener[] = []
  // Chromium does not start as root with its sandbox.
  if (chromium !== undefined)
    openers.push({ kind: 'window', command: chromium, args: [`--app=${url}`, ...(isRoot ? ['--no-sandbox'] : [])] })
  if (platform === 'darwin') openers.push({ kind: 'browser', command: '/usr/bin/open', args: [url] })
  // Not `start`: that is a word of cmd.exe, which reads & in an address as the end of the command.
  else if (platform === 'win32') openers.push({ kind: 'browser', command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] })
  else {
    const xdgOpen = foldersOfPath(env).map((folder) => posix.join(folder, 'xdg-open')).find(exists) // prettier-ignore
    if (xdgOpen !== undefined) openers.push({ kind: 'browser', command: xdgOpen, args: [url] })
  }
  return openers
}
