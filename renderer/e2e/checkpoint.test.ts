/** Checkpoints in the window: opened every way, looked at, refused calmly, and taken as the weights of their own model. */
import { copyFileSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type App, startApp, stopBrowser } from './app'

const fixture = (name: string) => fileURLToPath(new URL(`../../graph-core/weights/fixtures/${name}`, import.meta.url))
const tiny = (name: string) => fileURLToPath(new URL(`../../main/services/inference/fixtures/${name}`, import.meta.url))

vi.setConfig({ testTimeout: 90_000 })

/** One of each kind that is read. */
const kinds = {
  'ultralytics_style_ema.pt': 'PyTorch',
  'legacy.pt': 'PyTorch (legacy)',
  'state_dict.pt': 'PyTorch',
  'state_dict.safetensors': 'safetensors',
  'initialisers.onnx': 'ONNX',
} as const
const refused = { 'evil.pt': 'The file would run code', 'truncated.pt': 'The weights cannot be read' } as const

let app: App
let page: Page

beforeAll(async () => {
  app = await startApp({ files: { 'tiny.yaml': readFileSync(tiny('tiny.yaml'), 'utf8') } })
  page = app.page
  page.setDefaultTimeout(20_000)
  for (const name of [...Object.keys(kinds), ...Object.keys(refused), 'initialisers.data']) copyFileSync(fixture(name), app.path(name))
  copyFileSync(tiny('tiny.safetensors'), app.path('tiny.safetensors'))
}, 180_000)
afterAll(async () => {
  await app?.close()
  await stopBrowser()
})

const tab = (name: string) =>
  page
    .getByRole('navigation', { name: 'Open models' })
    .getByRole('button', { name: new RegExp(`${name}$`) })
    .first()
const fact = (name: string) =>
  page
    .getByRole('region', { name: 'What the file says' })
    .locator('div', { has: page.locator('dt', { hasText: name }) })
    .locator('dd')
    .first()
const rows = () => page.getByRole('grid', { name: 'Tensors' }).getByRole('row')

async function open(name: string): Promise<void> {
  await page.keyboard.press('Control+o')
  const dialog = page.getByRole('dialog', { name: 'Open a model or a checkpoint' })
  await dialog.getByLabel('Path').fill(app.path(name))
  await page.keyboard.press('Enter')
  await page.locator('[aria-current="page"]', { hasText: name }).waitFor()
}

/** Lets go of a file over an element. */
const drop = (target: Locator, name: string, bytes: Buffer) =>
  target.evaluate(
    (element, [file, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], file))
      for (const type of ['dragover', 'drop'])
        element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }))
    },
    [name, bytes.toString('base64')] as const,
  )

test.each(Object.entries(kinds))('%s opens in a tab of its own and says what it is', async (name, format) => {
  await open(name)
  await expect.poll(() => fact('Format').innerText()).toBe(format)
  expect(await rows().count()).toBeGreaterThan(1)
  await page.keyboard.press('Alt+w')
  await tab(name).waitFor({ state: 'detached' })
})

test.each(Object.entries(refused))('%s is refused with its reason and what to do', async (name, title) => {
  await open(name)
  const alert = page.getByRole('alert').filter({ hasText: title })
  await alert.getByRole('heading', { name }).waitFor()
  expect(await alert.locator('[data-cure]').innerText()).not.toBe('')
  await page.getByRole('button', { name: `Close ${name}` }).click()
  await tab(name).waitFor({ state: 'detached' })
})

test('tensors are found, folded and looked at value by value', async () => {
  await open('ultralytics_style_ema.pt')
  await expect.poll(() => fact('Epoch').innerText()).toBe('7')
  await page.getByText('the averaged weights, as the library prefers').waitFor()
  await page.getByRole('searchbox', { name: /Find/ }).fill('dfl')
  await page.getByText('1 of 135').waitFor()
  await rows().filter({ hasText: 'dfl.conv.weight' }).click()
  const detail = page.getByRole('region', { name: 'Selected tensor' })
  await detail.getByRole('img', { name: /How the values are distributed/ }).waitFor()
  await expect.poll(async () => (await detail.locator('dd').allInnerTexts()).slice(0, 3)).toEqual(['0', '15', '7.5'])
  await page.getByRole('searchbox', { name: /Find/ }).fill('')
  await page.getByRole('button', { name: 'Fold all', exact: true }).click()
  expect(await rows().count()).toBe(8) // the head, and the seven rows of the model that have tensors
  await rows().nth(1).click()
  await page.getByRole('grid', { name: 'Tensors' }).press('ArrowLeft')
  await expect.poll(() => rows().count()).toBe(8)
})

test('its own model opens with its weights, and the preview and the export have chosen them', async () => {
  await page.getByRole('button', { name: 'Open as model' }).click()
  await page.locator('[aria-current="page"]', { hasText: 'ultralytics_style_ema.yaml' }).waitFor()
  await page.locator('.react-flow__node').nth(8).waitFor()
  await page.keyboard.press('Control+e')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('ultralytics_style_ema.pt', { exact: true }).waitFor()
  await dialog.getByText('All 135 tensors carried').waitFor()
  await page.keyboard.press('Escape')
  await page
    .locator('header')
    .getByRole('button', { name: /^Preview/ })
    .click()
  const preview = page.locator('[data-panel=preview] section')
  await preview.getByText('All 135 tensors carried').waitFor()
  await preview.getByText('ultralytics_style_ema.pt', { exact: true }).first().waitFor()
  await preview
    .getByText(/\d+ objects?|No objects|Nothing/)
    .first()
    .waitFor()
  expect(await preview.getByText('weights.missing').count()).toBe(0)
})

test('weights of another model are told tensor by tensor before anything runs', async () => {
  await open('tiny.yaml')
  await page.locator('.react-flow__node').nth(3).waitFor()
  await page.keyboard.press('Control+e')
  const dialog = page.getByRole('dialog')
  const choose = async (name: string) => {
    const chooser = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: 'Checkpoint…' }).click()
    await (await chooser).setFiles(app.path(name))
  }
  await choose('ultralytics_style_ema.pt')
  const fit = dialog.getByRole('group', { name: 'How the checkpoint fits' })
  await fit.locator('summary').click()
  expect(await fit.locator('summary').innerText()).toMatch(/^Carried \d+ of \d+ · \d+ new · \d+ left$/)
  await fit.getByText('another shape: keeps its starting values').first().waitFor()
  await choose('initialisers.onnx')
  await fit.getByText(/Nothing in the file has the name and shape/).waitFor()
  await choose('evil.pt')
  await dialog.getByText('The file would run code').waitFor()
  await choose('tiny.safetensors')
  await fit.getByText(/^All \d+ tensors carried$/).waitFor()
  await page.keyboard.press('Escape')
})

test('a checkpoint that is dropped on the window opens, and one that was opened is among the recent files', async () => {
  await drop(page.locator('nav').first(), 'dropped.safetensors', readFileSync(fixture('state_dict.safetensors')))
  await tab('dropped.safetensors').waitFor()
  await expect.poll(() => fact('Format').innerText()).toBe('safetensors')
  await page.getByRole('button', { name: 'New model', exact: true }).click()
  await page
    .getByRole('region', { name: 'Recent files' })
    .getByRole('button', { name: /^ultralytics_style_ema\.pt/ })
    .click()
  await expect.poll(() => fact('Epoch').innerText()).toBe('7')
})

test('a checkpoint that is dropped on the preview becomes its weights', async () => {
  await tab('tiny.yaml').click()
  await page
    .locator('header')
    .getByRole('button', { name: /^Preview/ })
    .click()
  const preview = page.locator('[data-panel=preview] section')
  await drop(preview, 'best.safetensors', readFileSync(tiny('tiny.safetensors')))
  await preview.getByText('best.safetensors').waitFor()
  await preview.getByText(/^All \d+ tensors carried$/).waitFor()
  expect(app.errors).toEqual([])
})
