/** Tabs of checkpoints among those of models: one strip, one order, one memory. */
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../../tests/temporary-folder'
import { type App, type StartOptions, startApp, stopBrowser } from './app'

const fixture = (name: string) => fileURLToPath(new URL(`../../graph-core/weights/fixtures/${name}`, import.meta.url))
const tiny = readFileSync(fileURLToPath(new URL('../../main/services/inference/fixtures/tiny.yaml', import.meta.url)), 'utf8')

vi.setConfig({ testTimeout: 90_000 })
afterAll(() => stopBrowser())

async function start(options: StartOptions): Promise<App> {
  const app = await startApp(options)
  onTestFinished(() => app.close())
  app.page.setDefaultTimeout(20_000)
  return app
}

/** An app with a model, a checkpoint, another model and another checkpoint, opened in this order. */
async function startWithFour(home: string): Promise<App> {
  const app = await start({ home, files: { 'a.yaml': tiny, 'b.yaml': tiny } })
  for (const name of ['state_dict.safetensors', 'legacy.pt']) copyFileSync(fixture(name), app.path(name))
  for (const name of ['a.yaml', 'state_dict.safetensors', 'b.yaml', 'legacy.pt']) {
    await app.page.keyboard.press('Control+o')
    await app.page.getByRole('dialog').getByLabel('Path').fill(app.path(name))
    await app.page.keyboard.press('Enter')
    await shown(app.page, name)
  }
  return app
}

const tabs = (page: Page) => page.getByRole('navigation', { name: 'Open models' }).locator('[draggable]')
const tab = (page: Page, name: string) => tabs(page).filter({ hasText: name })
const names = async (page: Page) => (await tabs(page).allInnerTexts()).map((text) => text.trim())
const shown = (page: Page, name: string) => page.locator('[aria-current="page"]', { hasText: name }).waitFor()

async function fromMenu(page: Page, name: string, item: string): Promise<void> {
  await tab(page, name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('keys walk models and checkpoints in the order of their tabs, which is changed by dragging and in the menu', async () => {
  const app = await startWithFour(temporaryFolder())
  const { page, context, errors } = app
  const walked: string[] = []
  for (const next of ['a.yaml', 'state_dict.safetensors', 'b.yaml', 'legacy.pt']) {
    await page.keyboard.press('Alt+PageDown')
    await shown(page, next)
    walked.push(next)
  }
  await tab(page, 'legacy.pt').dragTo(tab(page, 'a.yaml'))
  await expect.poll(() => names(page)).toEqual(['legacy.pt', 'a.yaml', 'state_dict.safetensors', 'b.yaml'])
  await fromMenu(page, 'legacy.pt', 'Move right')
  await expect.poll(() => names(page)).toEqual(['a.yaml', 'legacy.pt', 'state_dict.safetensors', 'b.yaml'])
  await page.keyboard.press('Alt+PageUp')
  await shown(page, 'a.yaml')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await fromMenu(page, 'legacy.pt', 'Copy the path')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(app.path('legacy.pt'))
  await fromMenu(page, 'legacy.pt', 'Close those to the right')
  await expect.poll(() => names(page)).toEqual(['a.yaml', 'legacy.pt'])
  await fromMenu(page, 'legacy.pt', 'Close the others')
  await expect.poll(() => names(page)).toEqual(['legacy.pt'])
  expect(errors).toEqual([])
})

test('are there again after a restart, among the models; a checkpoint that is gone is told', async () => {
  const home = temporaryFolder()
  const app = await startWithFour(home)
  await tab(app.page, 'state_dict.safetensors').click()
  await tab(app.page, 'state_dict.safetensors').dragTo(tab(app.page, 'a.yaml'))
  await expect.poll(() => names(app.page)).toEqual(['state_dict.safetensors', 'a.yaml', 'b.yaml', 'legacy.pt'])
  const settings = () => (JSON.parse(readFileSync(join(app.dataFolder, 'settings.json'), 'utf8')) as { tabs?: { active: number } }).tabs
  await expect.poll(() => settings()?.active).toBe(0)
  await app.close()
  rmSync(app.path('legacy.pt'))

  const { page, errors } = await start({ home })
  await page.getByText('could not be opened again: legacy.pt').waitFor()
  await shown(page, 'state_dict.safetensors')
  await page.getByRole('grid', { name: 'Tensors' }).getByRole('row').nth(3).waitFor()
  expect([await names(page), await page.locator('[role=alert]').count(), errors]).toEqual([
    ['state_dict.safetensors', 'a.yaml', 'b.yaml'],
    0,
    [],
  ])
})
