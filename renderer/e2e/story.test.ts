/** The story of the article in a real browser: the app as `graft serve` serves it, driven by mouse and keyboard. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp, stopBrowser, textOf, totalsOf } from './app'

let app: App

beforeAll(async () => {
  app = await startApp()
}, 120_000)

afterAll(async () => {
  await app?.close()
  await stopBrowser()
})

/** YOLOv8 under the article's target. */
async function openYolov8(): Promise<Page> {
  const page = await app.newWindow()
  await page.getByRole('button', { name: /^yolov8 / }).click()
  await page.locator('.react-flow__node').first().waitFor()
  await page.getByRole('combobox', { name: 'Target' }).selectOption('ultralytics@8.3.63')
  await page.waitForTimeout(300)
  return page
}

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
  const page = await openYolov8()
  const [before, first] = [await textOf(page), await totalsOf(page)]
  for (const link of ['15-16-0', '19-20-0', '23-24-2']) await dropOn(page, 'EMA', link)
  const grafted = await totalsOf(page)
  for (let k = 0; k < 3; k++) await page.keyboard.press('Control+z')
  expect([first, grafted, await textOf(page), app.errors]).toEqual([
    '225 layers · 3,157,200 params · 8.9 GFLOPs',
    '249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2',
    before,
    [],
  ])
  await page.close()
})

test('a wire from P3 to the P5 Concat is marked as wrong, and undo heals it', async () => {
  const page = await openYolov8()
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
  expect([broken, await totalsOf(page), app.errors]).toEqual([
    [expect.stringMatching(/1$/), 1],
    '225 layers · 3,157,200 params · 8.9 GFLOPs',
    [],
  ])
  await page.close()
})
