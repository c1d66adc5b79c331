// `npm run shots [-- name…]`: photographs the app in docs/shots, in both themes and languages. Look at every picture it makes.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
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

const folderOfModels = mkdtempSync(join(tmpdir(), 'graft-shots-models-'))
const longFile = join(folderOfModels, 'long.yaml')
writeFileSync(longFile, longModel)
const fixtures = join(root, 'main/services/inference/fixtures')

/**
 * What to photograph: files that are open from the start, and what is done then.
 * @type {Record<string, { files?: readonly string[], act: (page: Page) => Promise<unknown> }>}
 */
const scenes = {
  start: { act: (page) => page.locator('h1').waitFor() },
  healthy: {
    async act(page) {
      await open(page, 'EMA in YOLOv8.*|YOLOv8 颈部加 EMA.*')
      await page.locator('.react-flow__node').nth(16).click()
    },
  },
  grafting: {
    async act(page) {
      await open(page, 'yolov8')
      await page.getByRole('searchbox').fill('EMA')
      await graft(page, /^EMA$/, 15)
    },
  },
  broken: {
    async act(page) {
      await open(page, 'yolov8')
      await edit(page, '[[-1, 9], 1, Concat', '[[-1, 15], 1, Concat')
      await page.getByRole('tab', { name: /Issues|问题/ }).click()
      await page.locator('.react-flow__node').nth(20).click()
    },
  },
  unreadable: {
    async act(page) {
      await open(page, 'yolov8')
      await edit(page, 'SPPF, [1024', 'SPPF, ["1024')
    },
  },
  preview: {
    files: [join(fixtures, 'tiny.yaml')],
    async act(page) {
      await settle(page)
      await page.getByRole('tab', { name: /Preview|预览/ }).click()
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: /Checkpoint…|检查点…/ }).click()
      await (await choosing).setFiles(join(fixtures, 'tiny.safetensors'))
      await page.getByText('tiny.safetensors').waitFor()
      await page.getByRole('button', { name: /^(Run|运行)$/ }).click()
      await page.locator('figure li').first().waitFor({ timeout: 60_000 })
    },
  },
  export: {
    async act(page) {
      await open(page, 'yolov8')
      await page.keyboard.press('ControlOrMeta+e')
      await page.getByRole('dialog').waitFor()
    },
  },
  rtdetr: { act: (page) => open(page, 'yolov8-rtdetr') },
  long: { files: [longFile], act: settle },
}

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
]

const wanted = process.argv.slice(2)
await mkdir(folder, { recursive: true })
buildProgram()
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
try {
  for (const [name, { files = [], act }] of Object.entries(scenes)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const viewport of sizes)
      for (const colorScheme of /** @type {const} */ (['light', 'dark']))
        for (const locale of ['en-US', 'zh-CN']) {
          // Each picture has an app of its own: none shows what another left.
          const app = await serve(files)
          const context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce' })
          const page = await context.newPage()
          page.on('pageerror', (error) => console.error(`${name}: ${error.message}`))
          page.on('console', (message) => message.type() === 'error' && console.error(`${name}: ${message.text().slice(0, 300)}`))
          await page.goto(app.url)
          await act(page)
          await page.waitForTimeout(400)
          await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}-${locale.slice(0, 2)}.png`) })
          await context.close()
          app.close()
        }
    console.log(name)
  }
} finally {
  await browser.close()
}

/** Builds what is stale. */
function buildProgram() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/**
 * The app as `graft serve` serves it, on files it opens at the start.
 * @param {readonly string[]} files
 * @returns {Promise<{ url: string, close: () => void }>}
 */
async function serve(files) {
  const data = mkdtempSync(join(tmpdir(), 'graft-shots-'))
  const child = spawn(process.execPath, [join(root, 'dist/cli/graft.js'), 'serve', '--no-open', ...(files.length > 0 ? files : [data])], {
    env: { ...process.env, GRAFT_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const close = () => {
    child.kill('SIGINT')
    child.once('exit', () => rmSync(data, { recursive: true, force: true }))
  }
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += String(chunk)
    const url = /http:\S+/.exec(printed)?.[0]
    if (url !== undefined) return { url, close }
  }
  throw new Error(`expected the app to print its address, got ${printed}`)
}
