import { chromium } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { findChromium, probeChromium } from './chromium.mjs'

/** What is found where only these files are there. */
function probe(files: readonly string[], place: Partial<NonNullable<Parameters<typeof probeChromium>[0]>> = {}) {
  return probeChromium({
    platform: 'linux',
    env: { PATH: '/opt/bin' },
    home: '/home/ada',
    exists: (path) => files.includes(path),
    list: (folder) => [
      ...new Set(files.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1).split('/')[0]!)),
    ],
    ...place,
  })
}

const own = (build: number) => `/home/ada/.cache/ms-playwright/chromium-${build}/chrome-linux64/chrome`

test('the path goes before the usual places, and these before Playwright’s own', () => {
  const all = ['/opt/bin/google-chrome', '/usr/bin/chromium', own(1255)]
  expect([probe(all), probe(all.slice(1)), probe(all.slice(2))]).toEqual(all)
})

test('the newest of Playwright’s browsers is taken', () => {
  expect(probe([own(999), own(1255), own(1000)])).toBe(own(1255))
})

test('a browser that is named goes before all', () => {
  const env = { PATH: '/opt/bin', GRAFT_CHROMIUM: '/mine' }
  expect(probe(['/mine', '/opt/bin/chromium'], { env })).toBe('/mine')
})

test('macOS keeps browsers among its applications', () => {
  const path = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const cached =
    '/home/ada/Library/Caches/ms-playwright/chromium-1255/chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
  expect([probe([path], { platform: 'darwin' }), probe([cached], { platform: 'darwin' })]).toEqual([path, cached])
})

test('where there is none, the command that installs one is named', () => {
  const nothing = { platform: 'linux' as const, env: {}, home: '/home/ada', exists: () => false, list: () => [] }
  expect(probeChromium(nothing)).toBe(null)
  expect(() => findChromium(nothing)).toThrow('npx playwright-core install chromium')
})

test('the browser that tests use runs', async () => {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  expect(browser.version()).toMatch(/^\d+\.\d+/)
})
