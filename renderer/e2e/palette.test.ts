/** The palette by keyboard alone: found in pinyin, put in with its arguments, kept at hand. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp, stopBrowser } from './app'
import { readText } from './yaml'

let app: App
beforeAll(async () => {
  app = await startApp()
  await openTemplate(app.page)
})
afterAll(async () => {
  await app.close()
  await stopBrowser()
})

async function openTemplate(page: Page) {
  await page.getByRole('button', { name: /^yolov8 / }).click()
  await page.locator('.react-flow__node').nth(22).waitFor()
}

const search = () => app.page.getByRole('searchbox', { name: 'Find a block' })
const items = (shelf: string, page = app.page) => page.getByRole('region', { name: shelf }).getByRole('listitem')

test('a block found in pinyin is put in with the arguments behind its name', async () => {
  await search().fill('zbzyl 512')
  await expect.poll(() => app.page.getByRole('listitem').first().innerText()).toBe('CoordAtt')
  await search().press('Enter')
  await expect.poll(() => readText(app.page)).toContain('CoordAtt, [512]')
})

test('it stands among the recent ones, is kept by its star, and both are known to another window', async () => {
  await search().fill('')
  await expect.poll(() => items('Recent').allInnerTexts()).toEqual(['CoordAtt'])
  for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await app.page.keyboard.press(key)
  await expect.poll(() => items('Favourites').allInnerTexts()).toEqual(['CoordAtt'])
  const other = await app.newWindow()
  await openTemplate(other)
  for (const shelf of ['Favourites', 'Recent']) await expect.poll(() => items(shelf, other).allInnerTexts()).toEqual(['CoordAtt'])
  await other.close()
})

test('what it does and costs is read beside it while the focus is on it', async () => {
  await search().focus()
  await app.page.keyboard.press('ArrowDown')
  const preview = app.page.getByRole('tooltip')
  await expect.poll(() => preview.innerText()).toContain('Coordinate Attention for Efficient Mobile Network Design')
  expect(app.errors).toEqual([])
})
