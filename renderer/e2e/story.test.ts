/** The story of the article in a real browser: the page as `npm run dev` serves it, driven by mouse and keyboard. */
import { type Browser, type Page, chromium } from 'playwright-core'
import { fileURLToPath } from 'node:url'
import { type ViteDevServer, createServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../scripts/chromium.mjs'

let server: ViteDevServer
let browser: Browser

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url))
  server = await createServer({ configFile, server: { port: 0, hmr: false, watch: null }, logLevel: 'error' })
  await server.listen()
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** YOLOv8 under the article's target, and what the page complained of. */
async function openYolov8(): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(server.resolvedUrls!.local[0]!)
  await page.getByRole('button', { name: /^yolov8 / }).click()
  await page.locator('.react-flow__node').first().waitFor()
  await page.getByRole('combobox', { name: 'Target' }).selectOption('ultralytics@8.3.63')
  await page.waitForTimeout(300)
  return { page, errors }
}

const totals = async (page: Page) => (await page.getByRole('status', { name: /Totals/ }).innerText()).replace(/\s*\n\s*/g, ' · ')
const text = (page: Page) => page.getByRole('textbox', { name: /YAML/ }).inputValue()

/** Drags a block from the palette onto the middle of a link. */
async function dropOn(page: Page, block: string, link: string): Promise<void> {
  const from = (await page.getByRole('button', { name: block, exact: true }).boundingBox())!
  const to = await page.locator(`.react-flow__edge[data-id="${link}"] .react-flow__edge-interaction`).evaluate((element) => {
    const path = element as SVGPathElement
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2)
    const matrix = path.getScreenCTM()!
    return { x: x * matrix.a + matrix.e, y: y * matrix.d + matrix.f }
  })
  await page.mouse.move(from.x + 20, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x - 5, to.y, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.up()
  await page.waitForTimeout(300)
}

test('EMA dragged onto three links gives the article’s numbers, and undo the text it began with', async () => {
  const { page, errors } = await openYolov8()
  const [before, first] = [await text(page), await totals(page)]
  for (const link of ['15-16-0', '19-20-0', '23-24-2']) await dropOn(page, 'EMA', link)
  const grafted = await totals(page)
  for (let k = 0; k < 3; k++) await page.keyboard.press('Control+z')
  expect([first, grafted, await text(page), errors]).toEqual([
    '225 layers · 3,157,200 params · 8.9 GFLOPs',
    '249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2',
    before,
    [],
  ])
  await page.close()
})

test('a wire from P3 to the P5 Concat is marked as wrong, and undo heals it', async () => {
  const { page, errors } = await openYolov8()
  const port = async (row: number, kind: string, slot: number) => {
    const { x, y, width, height } = (await page
      .locator('.react-flow__node')
      .nth(row)
      .locator(`.react-flow__handle.${kind}`)
      .nth(slot)
      .boundingBox())!
    return [x + width / 2, y + height / 2] as const
  }
  await page.mouse.move(...(await port(15, 'source', 0)))
  await page.mouse.down()
  await page.mouse.move(...(await port(20, 'target', 1)), { steps: 10 })
  await page.mouse.up()
  const issues = page.getByRole('tab', { name: /Issues/ })
  await issues.click()
  const broken = [await issues.innerText(), await page.getByText(/cannot be joined along channels/).count()]
  await page.keyboard.press('Control+z')
  expect([broken, await totals(page), errors]).toEqual([[expect.stringMatching(/1$/), 1], '225 layers · 3,157,200 params · 8.9 GFLOPs', []])
  await page.close()
})
