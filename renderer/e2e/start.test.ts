/** The start page: templates with their graphs, names that say a scale, and recipes that open beside their stock model. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { tablesOf } from '../../tests/truth/tables'
import { type App, startApp, stopBrowser, totalsOf } from './app'
import { readText } from './yaml'

let app: App
let page: Page

beforeAll(async () => {
  app = await startApp({ context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  page = app.page
  page.setDefaultTimeout(15_000)
}, 120_000)

afterEach(() => expect(app.errors).toEqual([]))

afterAll(async () => {
  await app?.close()
  await stopBrowser()
})

const cardOf = (name: RegExp) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name }) })
const tableOf = (family: string, name: string) => tablesOf(family).find((table) => table.name === name)!
const rowsOf = (kind: string) => page.locator(`[data-panel="compare"] tr[data-kind="${kind}"]`)
const compare = () => page.getByRole('grid', { name: 'Rows of both models' })

async function leave(): Promise<void> {
  for (const close of await page.getByRole('button', { name: /^Close .*yaml/ }).all()) await close.click()
  const discard = page.getByRole('button', { name: 'Don’t save' })
  if (await discard.isVisible()) await discard.click()
  await page.getByRole('searchbox').waitFor()
}

test('a family has a card with its graph, its size and its tasks, and pointing at a task shows that one', async () => {
  const card = cardOf(/^yolov8(-cls)? /)
  await card.scrollIntoViewIfNeeded()
  await card.locator('[data-picture] svg').waitFor()
  const rects = () => card.locator('[data-picture] rect[fill]').count()
  const [rows, size] = [await rects(), await card.locator('small').innerText()]
  await card.getByRole('button', { name: /yolov8-cls$/ }).hover()
  await expect.poll(rects).toBe(tableOf('v8', 'yolov8n-cls').rows.length)
  expect([rows, size, await card.locator('strong').innerText()]).toEqual([
    tableOf('v8', 'yolov8n').rows.length,
    '3.2 M params · 8.9 GFLOPs',
    'yolov8-cls',
  ])
})

test('a name with a scale opens the family’s file at that scale', async () => {
  const search = page.getByRole('searchbox')
  await search.fill('yolo11m-seg.yaml')
  await page.getByRole('button', { name: /^yolo11m-seg at m/ }).waitFor()
  await search.press('Enter')
  const { layers, params, gflops } = tableOf('11', 'yolo11m-seg').totals
  await expect.poll(() => totalsOf(page)).toBe(`${layers} layers · ${params.toLocaleString('en-US')} params · ${gflops!.toFixed(1)} GFLOPs`)
  await leave()
})

test('every stock family and task is found by its name', async () => {
  const search = page.getByRole('searchbox')
  await search.fill('pose')
  const found = page.locator('main li strong')
  await expect
    .poll(() => found.allInnerTexts())
    .toEqual(expect.arrayContaining(['yolo11-pose', 'yolo12-pose', 'yolo26-pose', 'yolov8-pose']))
  await search.fill('yolov99')
  await page.getByText('No model is called that.').waitFor()
  await search.fill('')
})

test('a recipe opens beside its stock model: rows marked, differences told, totals at every scale', async () => {
  await page.getByRole('button', { name: /^EMA in YOLOv8/ }).click()
  await compare().waitFor()
  await expect.poll(() => rowsOf('added').locator('td:nth-child(6)').allInnerTexts()).toEqual(['EMA', 'EMA', 'EMA'])
  const numbers = await rowsOf('added').locator('td:nth-child(3)').allInnerTexts()
  const marked = await page
    .locator('.react-flow__node [data-mark="added"]')
    .evaluateAll((cards) => cards.map((c) => c.getAttribute('aria-label')))
  const scales = page.getByRole('table', { name: 'Totals at every scale' })
  await expect.poll(() => scales.locator('tbody th').allInnerTexts()).toEqual(['n', 's', 'm', 'l', 'x'])
  const more = await scales.locator('tbody td:nth-child(3) em').allInnerTexts()
  const expected = ['n', 's', 'm', 'l', 'x'].map(
    (s) => `+${(tableOf('seed', `yolov8${s}-ema`).totals.params - tableOf('v8', `yolov8${s}`).totals.params).toLocaleString('en-US')}`,
  )
  expect([numbers, marked.map((label) => label?.split(',')[0]), more, await totalsOf(page)]).toEqual([
    ['16', '20', '24'],
    ['Row 16: EMA', 'Row 20: EMA', 'Row 24: EMA'],
    expected,
    '249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2',
  ])
})

test('a click on a difference selects its row, and the comparison can be pasted as Markdown', async () => {
  await rowsOf('added').nth(1).click()
  await page.locator('.react-flow__node.selected [data-mark="added"][aria-label^="Row 20"]').waitFor()
  await page.getByRole('button', { name: 'Copy as Markdown' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const pasted = await page.evaluate(() => navigator.clipboard.readText())
  expect(pasted.split('\n').filter((line) => line.includes('EMA'))).toEqual([
    '| + |  | 16 | `-1` | `1` | `EMA` | `[]` | +672 |',
    '| + |  | 20 | `-1` | `1` | `EMA` | `[]` | +2,624 |',
    '| + |  | 24 | `-1` | `1` | `EMA` | `[]` | +10,368 |',
  ])
})

test.each([1440, 1280, 1024])('the bar is one line at %d pixels, what has changed beside the totals', async (width) => {
  await page.setViewportSize({ width, height: 640 })
  onTestFinished(() => page.setViewportSize({ width: 1440, height: 900 }))
  const middles = await page
    .locator('header')
    .first()
    .locator('> *:visible')
    .evaluateAll((parts) =>
      parts.map((part) => {
        const { top, height } = part.getBoundingClientRect()
        return Math.round(top + height / 2)
      }),
    )
  expect([middles.length > 8, Math.max(...middles) - Math.min(...middles) < 4]).toEqual([true, true])
})

test('arrows go through the differences, past rows that are gone', async () => {
  await rowsOf('added').first().click()
  await compare().focus()
  const at = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
    await compare().locator('tr[aria-selected="true"]').waitFor()
    return compare().locator('tr[aria-selected="true"] td:nth-child(3)').innerText()
  }
  const shown = [await at('ArrowDown'), await at('ArrowDown'), await at('End'), await at('Home')]
  const lit = await compare().evaluate((grid) => document.getElementById(grid.getAttribute('aria-activedescendant')!)?.ariaSelected)
  await page.getByRole('combobox', { name: 'Compared with' }).selectOption({ label: 'yolov5' })
  await rowsOf('removed').first().waitFor()
  const numbers = await compare().locator('tbody td:nth-child(3)').allInnerTexts()
  const left = numbers.filter((number) => number !== '').slice(0, 7)
  await compare().focus()
  const walked = [await at('Home')]
  while (walked.length < left.length) walked.push(await at('ArrowDown'))
  expect([shown, lit, numbers.slice(0, numbers.indexOf(left.at(-1)!)).includes(''), walked]).toEqual([
    ['17', '20', '25', '16'],
    'true',
    true,
    left,
  ])
})

test('the baseline is chosen: the opened state has no difference, another model has its own', async () => {
  const choice = page.getByRole('combobox', { name: 'Compared with' })
  await choice.selectOption({ label: 'the opened state' })
  await page.getByText('No row is different.').waitFor()
  const unmarked = await page.locator('.react-flow__node [data-mark]').count()
  await choice.selectOption({ label: 'yolov8-seattention' })
  await expect.poll(() => rowsOf('changed').locator('del').allInnerTexts()).toEqual(['SEAttention', 'SEAttention', 'SEAttention'])
  expect([unmarked, await totalsOf(page)]).toEqual([0, expect.stringContaining('params +2,912')])
  await leave()
})

test('a recipe of YOLOv5’s opens at the size that was pressed, beside the stock model at that size', async () => {
  await cardOf(/^GAM in YOLOv5/)
    .getByRole('button', { name: /yolov5m-gam$/ })
    .click()
  await compare().waitFor()
  const more = tableOf('yolov5-seed', 'yolov5m-gam-main').totals.params - tableOf('yolov5', 'yolov5m').totals.params
  await expect.poll(() => totalsOf(page)).toContain(`params +${more.toLocaleString('en-US')}`)
  await page.getByRole('tab', { name: 'YAML' }).click()
  expect((await readText(page)).match(/_multiple: \S+/g)).toEqual(['_multiple: 0.67', '_multiple: 0.75'])
  await leave()
})

test('cards speak the language of the window', async () => {
  const chinese = await startApp({ context: { locale: 'zh-CN' } })
  onTestFinished(() => chinese.close())
  const words = (name: RegExp) => chinese.page.getByRole('button', { name }).first().innerText()
  const summaries = JSON.parse(readFileSync(fileURLToPath(new URL('../../assets/locales/templates.zh.json', import.meta.url)), 'utf8')) as {
    readonly [name: string]: string
  }
  expect([await words(/^yolov8 /), await words(/EMA/)]).toEqual([
    expect.stringContaining(summaries['yolov8']!),
    expect.stringContaining('YOLOv8 颈部加 EMA'),
  ])
})

test('an empty model is opened, and its first rows are dropped and typed into it', async () => {
  await page.getByRole('button', { name: 'Empty model' }).click()
  await page.getByText('This model has no rows yet').waitFor()
  await page.locator('.react-flow__pane').dblclick({ position: { x: 300, y: 200 } })
  await page.keyboard.type('conv 64 3 2')
  await page.keyboard.press('Enter')
  const card = page.getByRole('article', { name: /Row 0: Conv/ })
  await card.waitFor()
  await page.getByRole('searchbox', { name: 'Find a block' }).fill('c2f')
  await page
    .getByRole('button', { name: /^C2f/ })
    .first()
    .dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 420, y: 320 } })
  await page.getByRole('article', { name: /Row 1: C2f/ }).waitFor()
  expect((await readText(page)).split('\n').filter((line) => line.includes('- ['))).toEqual([
    '  - [-1, 1, Conv, [64, 3, 2]]',
    '  - [-1, 1, C2f, [64]]',
  ])
  await leave()
})
