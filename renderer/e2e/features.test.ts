/** What rows give, and how long they take, in a real browser on the real process. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  const rows = profile.getByRole('table', { name: 'Rows by time' })
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
