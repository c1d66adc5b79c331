// The browser that screenshots and browser tests drive: one that is already here.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Path of a Chromium, Chrome or Edge of this system. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge']
  const candidates = ['/usr/bin/chromium', ...folders.flatMap((path) => names.map((name) => join(path, name)))]
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new Error('No Chromium found: install it, for example with `apt install chromium`.')
  return found
}
