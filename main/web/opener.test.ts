import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../tests/temporary-folder'
import { openAddress } from './open-address'
import { type System, chooseOpeners } from './opener'

const url = 'http://127.0.0.1:1/start?token=a&b'

/** What is chosen where only these programs are there, as `kind command args`. */
function choose(programs: readonly string[], system: Partial<System> = {}) {
  const here: System = {
    platform: 'linux',
    env: { PATH: '/opt/bin:/usr/bin:', DISPLAY: ':0' },
    home: '/home/ada',
    isRoot: false,
    exists: (path) => programs.includes(path),
    ...system,
  }
  return chooseOpeners(url, here).map(({ kind, command, args }) => [kind, command, ...args].join(' '))
}

test('a Chromium of the path shows a window of its own; the user’s browser comes after it', () => {
  expect(choose(['/usr/bin/google-chrome', '/opt/bin/chromium', '/usr/bin/xdg-open'])).toEqual([
    `window /opt/bin/chromium --app=${url}`,
    `browser /usr/bin/xdg-open ${url}`,
  ])
})

test('a relative folder of the path is not looked into', () => {
  expect(choose(['bin/chromium', 'chromium'], { env: { PATH: 'bin:.::', DISPLAY: ':0' } })).toEqual([])
})

test('root’s Chromium goes without its sandbox, nobody else’s', () => {
  expect(choose(['/usr/bin/chromium'], { isRoot: true })).toEqual([`window /usr/bin/chromium --app=${url} --no-sandbox`])
})

test('without a screen nothing is opened, even where a browser is installed', () => {
  const env = { PATH: '/usr/bin' }
  expect(choose(['/usr/bin/chromium', '/usr/bin/xdg-open'], { env })).toEqual([])
  expect(choose(['/usr/bin/chromium'], { env: { ...env, WAYLAND_DISPLAY: 'wayland-0' } })).toHaveLength(1)
})

test('macOS looks among the applications, then has `open` choose', () => {
  const edge = '/home/ada/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
  expect(choose([edge], { platform: 'darwin', env: {} })).toEqual([`window ${edge} --app=${url}`, `browser /usr/bin/open ${url}`])
})

test('Windows looks where Chrome and Edge install themselves, then hands the address to the system without a shell', () => {
  const env = { ProgramFiles: 'C:\\Programs', LOCALAPPDATA: 'C:\\Local' }
  const edge = 'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe'
  const chrome = 'C:\\Local\\Google\\Chrome\\Application\\chrome.exe'
  expect(choose([edge, chrome], { platform: 'win32', env })).toEqual([
    `window ${chrome} --app=${url}`,
    `browser rundll32 url.dll,FileProtocolHandler ${url}`,
  ])
})

test.skipIf(process.platform === 'win32')('a browser that cannot start is passed over for the next', async () => {
  const folder = temporaryFolder()
  const program = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  program('chromium', 'exit 1')
  program('xdg-open', `printf %s "$1" > ${folder}/opened.part && mv ${folder}/opened.part ${folder}/opened`)
  const env = { PATH: `${folder}:${process.env['PATH']}`, DISPLAY: ':0' }
  const system: System = { platform: 'linux', env, home: '/', isRoot: false, exists: (path) => path.startsWith(folder) && existsSync(path) }
  expect(await openAddress(url, system)).toBe('browser')
  await vi.waitFor(() => expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe(url))
})
