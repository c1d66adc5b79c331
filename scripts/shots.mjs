// `npm run shots [-- name…]`: photographs the app in docs/shots, in both themes and languages. Look at every picture it makes.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'
import { findChromium } from './chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'docs/shots')

/** @typedef {import('playwright-core').Page} Page */

/** Waits for the model, with the panels as a window of this size has them at first: the one before may have left them otherwise. @param {Page} page */
const settle = async (page) => {
  await page.locator('.react-flow__node').first().waitFor()
  await page.getByRole('button', { name: /^(View|视图)$/ }).click()
  await page.getByRole('menuitem').last().click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

/** @param {Page} page @param {string} name */
const open = async (page, name) => {
  await page
    .getByRole('button', { name: new RegExp(`^(?:${name})(?: |$)`) })
    .first()
    .click()
  await settle(page)
}

/** @param {Page} page @param {RegExp} block @param {number} row */
const graft = async (page, block, row) => {
  await page.locator('.react-flow__node').nth(row).click()
  await page.getByRole('button', { name: block, exact: true }).click()
}

/** A chain of stages, as long as models get. */
const longModel = [
  'nc: 80\nbackbone:\n  - [-1, 1, Conv, [32, 3, 2]]\n  - [-1, 1, Conv, [64, 3, 2]]',
  ...Array.from({ length: 146 }, (_, k) => (k % 48 === 20 ? '  - [-1, 1, Conv, [128, 3, 2]]' : '  - [-1, 1, C2f, [128, True]]')),
  'head:\n  - [-1, 1, nn.Upsample, [None, 2, nearest]]\n  - [[50, 100, 147], 1, Detect, [nc]]\n',
].join('\n')

/** Changes the model's text as somebody does who copies all of it, edits it and pastes it back. @param {Page} page @param {string} old @param {string} fresh */
const edit = async (page, old, fresh) => {
  const yaml = page.getByRole('tab', { name: 'YAML' })
  await yaml.click()
  const editor = page.getByRole('textbox', { name: /YAML/ })
  await editor.waitFor({ state: 'attached' })
  await editor.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await editor.evaluate(
    (element, [before, after]) => {
      const copied = new DataTransfer()
      element.dispatchEvent(new ClipboardEvent('copy', { clipboardData: copied, bubbles: true, cancelable: true }))
      const pasted = new DataTransfer()
      pasted.setData('text/plain', copied.getData('text/plain').replace(before ?? '', after ?? ''))
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }))
    },
    [old, fresh],
  )
  const canvas = page.getByRole('tab', { name: /Canvas|画布/ })
  await canvas.click()
}

/** What to photograph: each begins at the start page. @type {Record<string, (page: Page) => Promise<void>>} */
const scenes = {
  start: async () => {},
  healthy: async (page) => {
    await open(page, 'EMA in YOLOv8|YOLOv8 颈部加 EMA')
    await page.locator('.react-flow__node').nth(16).click()
  },
  grafting: async (page) => {
    await open(page, 'yolov8')
    await graft(page, /EMA/, 15)
  },
  broken: async (page) => {
    await open(page, 'yolov8')
    await edit(page, '[[-1, 9], 1, Concat', '[[-1, 15], 1, Concat')
    await page.getByRole('tab', { name: /Issues|问题/ }).click()
    await page.locator('.react-flow__node').nth(20).click()
  },
  unreadable: async (page) => {
    await open(page, 'yolov8')
    await edit(page, 'SPPF, [1024', 'SPPF, ["1024')
  },
  rtdetr: async (page) => open(page, 'yolov8-rtdetr'),
  long: async (page) => {
    await page.locator('input[type=file]').setInputFiles({ name: 'long.yaml', mimeType: 'text/yaml', buffer: Buffer.from(longModel) })
    await settle(page)
  },
}

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
]

const wanted = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const server = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: { port: 0, hmr: false, watch: null },
  logLevel: 'error',
})
await server.listen()
const url = server.resolvedUrls?.local[0]
if (url === undefined) throw new Error('expected the server to have an address')
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
try {
  for (const [name, act] of Object.entries(scenes)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const viewport of sizes)
      for (const colorScheme of /** @type {const} */ (['light', 'dark']))
        for (const locale of ['en-US', 'zh-CN']) {
          const context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce' })
          const page = await context.newPage()
          page.on('pageerror', (error) => console.error(`${name}: ${error.message}`))
          page.on('console', (message) => message.type() === 'error' && console.error(`${name}: ${message.text().slice(0, 300)}`))
          await page.goto(url)
          await page.locator('h1').waitFor()
          await act(page)
          await page.waitForTimeout(400)
          const path = join(folder, `${name}-${viewport.width}-${colorScheme}-${locale.slice(0, 2)}.png`)
          await page.screenshot({ path })
          await context.close()
        }
    console.log(name)
  }
} finally {
  await browser.close()
  await server.close()
}
