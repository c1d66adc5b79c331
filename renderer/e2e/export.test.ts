/** The export dialog in a real browser: what it offers, what it refuses and why, and what a Cancel leaves. */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp, stopBrowser } from './app'
import { readText, writeText } from './yaml'

let app: App

beforeAll(async () => {
  app = await startApp()
  app.page.setDefaultTimeout(20_000)
  await app.page.getByRole('button', { name: /^yolov8 / }).click()
  await app.page.locator('.react-flow__node').nth(22).waitFor()
}, 120_000)

afterAll(async () => {
  await app?.close()
  await stopBrowser()
})

async function openDialog() {
  await app.page.keyboard.press('Control+e')
  return app.page.getByRole('dialog')
}

test('an export says that it runs, and one that is given up leaves no download', async () => {
  const { page } = app
  const downloads: string[] = []
  page.on('download', (download) => downloads.push(download.suggestedFilename()))
  await page.getByRole('radio', { name: 'x', exact: true }).click()
  const dialog = await openDialog()
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog.getByRole('progressbar', { name: 'Progress of the export' }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'Export', exact: true }).waitFor()
  await dialog.getByRole('radio', { name: /CSV/ }).check()
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await expect.poll(() => downloads).toEqual(['yolov8x.csv'])
  await page.keyboard.press('Escape')
})

test('half precision and NMS are choices with a line on what they do, and make a file', async () => {
  const { page } = app
  await page.getByRole('radio', { name: 'n', exact: true }).click()
  const dialog = await openDialog()
  await dialog.getByRole('checkbox', { name: 'Half precision' }).check()
  await dialog.getByRole('checkbox', { name: 'NMS in the file' }).check()
  await dialog.getByText('Gives the 300 best boxes of an image, confidence above 0.25, IoU up to 0.7.').waitFor()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  expect((await download).suggestedFilename()).toBe('yolov8n.onnx')
  await dialog.getByText(/^6\.\d MB$/).waitFor()
  await page.keyboard.press('Escape')
})

test('NMS cannot be chosen where a head gives each object once, and the dialog says so', async () => {
  const { page } = app
  const text = await readText(page)
  await writeText(page, `end2end: true\n${text}`)
  const dialog = await openDialog()
  await dialog.getByText('This head gives each object once: there is nothing for NMS to suppress.').waitFor()
  expect(await dialog.getByRole('checkbox', { name: 'NMS in the file' }).isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await writeText(page, text)
})

test('a model that PyTorch would refuse is not written, and the dialog says where', async () => {
  const { page } = app
  await writeText(page, (await readText(page)).replace('[[-1, 9], 1, Concat', '[[-1, 15], 1, Concat'))
  const dialog = await openDialog()
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog.getByText('Nothing was written: PyTorch would refuse this model.').waitFor()
  await dialog.getByText(/Concat \(row 20\)/).waitFor()
  expect([readdirSync(app.files), app.errors]).toEqual([[], []])
})
