/**
 * How to show an address: as a window of its own by a Chromium, Chrome or Edge that is installed, else in the browser the user has chosen, else not
 * at all. A pure choice over what the system has; `open-address.ts` carries it out.
 */
import { posix } from 'node:path'
import { chromiumPlaces, foldersOfPath } from './chromium-places.mjs'

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
