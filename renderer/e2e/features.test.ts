/** What rows give, and how long they take, in a real browser on the real process. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, startApp, stopBrowser } from './app'

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const tiny = readFileSync(source('main/services/inference/fixtures/tiny.yaml'), 'utf8')
const attending = `nc: 3
backbone:
  - [-1, 1, Conv, [1024, 3, 8]]
  - [-1, 1, SEAttention, []]
  - [-1, 1, Conv, [16, 3, 2]]
head:
  - [[-1], 1, Detect, [nc]]
`

let app: App
let page: Page

beforeAll(async () => {
  app = await startApp({ files: { 'attending.yaml': attending, 'tiny.yaml': tiny } })
  page = app.page
  page.setDefaultTimeout(20_000)
}, 120_000)

afterAll(async () => {
  await app?.close()
  await stopBrowser()
})

async function open(name: string): Promise<void> {
  await page.keyboard.press('Control+o')
  await page.getByRole('dialog').getByText(name).first().dblclick()
  await page.getByRole('button', { name, exact: true }).waitFor()
  await page.locator('.react-flow__node').first().waitFor()
}

const tab = (name: string) => page.getByRole('tab', { name }).click()
const panel = () => page.getByRole('region', { name: 'Features' })
const select = (row: number) => page.locator('.react-flow__node').nth(row).click()
const painted = (selector: string) =>
  panel()
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
      return new Set(data).size
    })

test('a selected row shows its channels, heat over the image and its values', async () => {
  await open('tiny.yaml')
  await tab('Features')
  await panel().getByText('Select a row to see').waitFor()
  await select(2)
  await panel().getByText('#2 C2f').waitFor({ timeout: 60_000 })
  const tiles = panel().locator('button[data-channel]')
  await tiles.first().waitFor()
  expect([await painted('button[data-channel] canvas'), await painted('figure canvas')].every((colours) => colours > 20)).toBe(true)
  expect(await panel().getByRole('img', { name: 'How often' }).locator('rect').count()).toBe(64)

  await tiles.nth(3).click()
  await panel().getByText('Channel 3', { exact: true }).waitFor()
  await panel().getByRole('combobox', { name: 'Order of channels' }).selectOption('variance')
  await expect.poll(() => tiles.nth(0).getAttribute('data-channel')).not.toBe('0')
})

test('of a thousand channels those in view are drawn, and attention shows the weights it applies', async () => {
  await open('attending.yaml')
  await select(0)
  await panel().getByText('#0 Conv').waitFor({ timeout: 60_000 })
  await panel().locator('button[data-channel="0"]').waitFor()
  expect(await panel().locator('button[data-channel]').count()).toBeLessThan(200)
  expect(await panel().getByRole('combobox', { name: 'Channels shown' }).locator('option').first().innerText()).toMatch(
    /^All 256 channels|^All 1024 channels/,
  )

  await select(1)
  await panel().getByText('#1 SEAttention').waitFor({ timeout: 60_000 })
  await panel().getByRole('combobox', { name: 'Tensor' }).selectOption('1')
  const bars = panel().locator('li small:last-of-type')
  await bars.first().waitFor()
  const values = (await bars.allInnerTexts()).map(Number)
  expect([values.length < 200, values.every((value) => value > 0 && value < 1)]).toEqual([true, true])
})

test('rows are measured, shown in the table and on cards, and marked when the model changes', async () => {
  await page.getByRole('button', { name: 'tiny.yaml', exact: true }).click()
  await tab('Profile')
  const profile = page.getByRole('region', { name: 'Profile' })
  await profile.getByRole('button', { name: 'Measure', exact: true }).click()
  await profile.getByText(/· medians of 20 runs ·/).waitFor({ timeout: 60_000 })
  const rows = profile.getByRole('grid', { name: 'Rows by time' })
  const times = (await rows.locator('tbody td:nth-child(3), tfoot tr:first-child td:nth-child(3)').allInnerTexts()).map(Number)
  const network = Number(await rows.locator('tfoot tr:last-child td:nth-child(3)').innerText())
  expect(Math.abs(times.reduce((a, b) => a + b) - network)).toBeLessThan(0.001 * times.length)

  await tab('Summary')
  await page.getByRole('columnheader', { name: 'ms', exact: true }).waitFor()
  await tab('Profile')
  await rows.locator('tbody tr').nth(3).click()
  expect(await page.locator('.react-flow__node.selected').getAttribute('data-id')).not.toBeNull()
  await page.keyboard.press('Control+z')
  await select(0)
  await page.keyboard.press('Control+d')
  await profile.getByText('The model has changed since').waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(() => profile.getByText('The model has changed since').count()).toBe(0)
  expect(app.errors).toEqual([])
})

describe('what was measured', () => {
  const profile = () => page.getByRole('region', { name: 'Profile' })
  const rows = () => profile().getByRole('grid', { name: 'Rows by time' })
  const lit = () => rows().locator('tbody tr[aria-selected=true] td:first-child').allInnerTexts()
  /** Numbers of rows and their milliseconds, as the panel has them. */
  const measured = () =>
    rows()
      .locator('tbody tr')
      .evaluateAll((all) => all.map((each) => [0, 2].map((at) => each.querySelectorAll('td')[at]!.innerText)))

  test('is a column of the summary and the bar of cards, equal to the panel, and adds up to the run', async () => {
    await tab('Profile')
    const alone = (await measured()).filter(([name]) => !name!.includes('–')).map(([name, ms]) => [Number(name), Number(ms)] as const)
    const network = Number(await rows().locator('tfoot tr:last-child td:nth-child(3)').innerText())
    const other = Number(await rows().locator('tfoot tr:first-child td:nth-child(3)').innerText())
    await tab('Summary')
    const table = page.getByRole('grid', { name: 'Layer table' })
    await table.locator('td[data-column=latency]').last().waitFor()
    const column = (await table.locator('td[data-column=latency]').allInnerTexts()).map(Number)
    expect(alone.length).toBe(column.length)
    expect(Math.abs(column.reduce((a, b) => a + b) + other - network)).toBeLessThan(0.006 * (column.length + 1))
    await table.getByRole('columnheader', { name: 'ms', exact: true }).getByRole('button').click()
    const slowest = [...alone].sort((a, b) => b[1] - a[1])[0]![0]
    await expect.poll(() => table.locator('tbody tr td:first-child').first().innerText()).toBe(String(slowest))

    await page.keyboard.press('Control+,')
    await page.getByRole('radio', { name: 'Measured time' }).click()
    await page.keyboard.press('Escape')
    const bar = (row: number) => page.locator(`.react-flow__node article[aria-label^="Row ${row}:"] span[style*="background-size"]`)
    for (const [row, ms] of alone)
      await expect
        .poll(async () => Math.abs(parseFloat((await bar(row).getAttribute('style'))!.split(':')[1]!) - (100 * ms) / network))
        .toBeLessThan(0.8)
    expect(await bar(slowest).getAttribute('data-stale')).toBeNull()
    await select(0)
    await page.keyboard.press('Control+d')
    await expect.poll(() => bar(slowest + 1).getAttribute('data-stale')).toBe('true')
    await page.keyboard.press('Control+z')
    await expect.poll(() => bar(slowest).getAttribute('data-stale')).toBeNull()
  })

  test('is gone through by keyboard, in the order it is sorted by', async () => {
    await tab('Profile')
    await profile().getByRole('button', { name: 'Measure again' }).focus()
    // A table that is scrolled is a stop of its own.
    const isThere = () => rows().evaluate((grid) => grid === document.activeElement)
    for (let stops = 0; stops < 3 && !(await isThere()); stops++) await page.keyboard.press('Tab')
    expect(await isThere()).toBe(true)
    await page.keyboard.press('Home')
    await expect.poll(lit).toEqual(['0'])
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key)
    await expect.poll(lit).toEqual(['1'])
    const active = await rows().getAttribute('aria-activedescendant')
    expect(await rows().locator('tbody tr[aria-selected=true]').getAttribute('id')).toBe(active)
    await rows().getByRole('button', { name: 'ms', exact: true }).press('Enter')
    const order = (await measured()).map(([name]) => name!)
    await rows().focus()
    await page.keyboard.press('End')
    await expect.poll(lit).toEqual([order.at(-1)])
    await page.keyboard.press('ArrowUp')
    await expect.poll(lit).toEqual([order.at(-2)])
    await expect.poll(() => page.locator('.react-flow__node.selected').count()).toBe(1)
    expect(app.errors).toEqual([])
  })
})
