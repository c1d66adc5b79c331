/** The story of the article, from the start page to the preview, in a real browser on real files. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ArgValue, printArg } from '../../graph-core/symbolic'
import { decodeOnnx } from '../../tests/decode-onnx'
import { tablesOf } from '../../tests/truth/tables'
import { type App, startApp, stopBrowser, totalsOf } from './app'
import { readText, writeText } from './yaml'

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const template = readFileSync(source('assets/models/yolov8.yaml'), 'utf8')
const tiny = readFileSync(source('main/services/inference/fixtures/tiny.yaml'), 'utf8')

const tableOf = (name: string) => tablesOf('seed').find((table) => table.name === name)!

let app: App
let page: Page

beforeAll(async () => {
  app = await startApp({ files: { 'tiny.yaml': tiny } })
  page = app.page
  page.setDefaultTimeout(10_000)
}, 120_000)

afterAll(async () => {
  await app?.close()
  await stopBrowser()
})

const showPanel = (name: RegExp) => page.getByRole('tab', { name }).click()
const scale = (letter: string) => page.getByRole('radio', { name: letter, exact: true }).click()
const totals = (expected: string) => expect.poll(() => totalsOf(page)).toBe(expected)

/** The middle of a link as it is drawn. */
const middleOf = (link: string) =>
  page.locator(`.react-flow__edge[data-id="${link}"] .react-flow__edge-interaction`).evaluate((element) => {
    const path = element as SVGPathElement
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2)
    const matrix = path.getScreenCTM()!
    return [x * matrix.a + matrix.e, y * matrix.d + matrix.f] as const
  })

const centreOf = async (element: Locator) => {
  await element.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await element.boundingBox())!
  return [x + width / 2, y + height / 2] as const
}

/** Drags with the mouse as a hand does: not in one leap. */
async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move(to[0] - 5, to[1], { steps: 6 })
  await page.mouse.move(...to, { steps: 3 })
  await page.mouse.up()
}

/** Presses until there is nothing left to undo, or to redo. */
async function pressUntilDisabled(keys: string, button: RegExp): Promise<void> {
  const left = page.getByRole('banner').getByRole('button', { name: button })
  while (await left.isEnabled()) await page.keyboard.press(keys)
}

/** The file that a click has the browser keep. */
async function downloaded(button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

const choose = async (button: Locator, path: string) => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
  await chooser.setFiles(path)
}

/** # · from · n · params · module · arguments, as the summary shows them. */
const summary = () =>
  page
    .getByRole('region', { name: 'Summary' })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].slice(0, 6).map((cell) => cell.textContent)))

function expectedSummary(name: string) {
  const { rows } = tableOf(name)
  return rows.map(({ i, from, n, type, args, params }) => [
    String(i),
    printArg(from as ArgValue),
    String(n),
    params.toLocaleString('en-US'),
    type.replace(/^torch\.nn\..*\./, 'nn.').replace(/^(?!nn\.).*\./, ''),
    printArg(args as ArgValue),
  ])
}

test('1, 2: the start page offers what there is; YOLOv8 opens as a picture with PyTorch’s totals', async () => {
  for (const name of ['Templates', 'Recipes']) await page.getByRole('region', { name }).waitFor()
  await page.getByRole('button', { name: /^yolov8 / }).click()
  await page.locator('.react-flow__node').nth(22).waitFor()
  await totals('130 layers · 3,157,200 params · 8.9 GFLOPs')
  await page.getByRole('combobox', { name: 'Target' }).selectOption('ultralytics@8.3.63')
  await totals('225 layers · 3,157,200 params · 8.9 GFLOPs')
})

test('3: EMA dragged onto three links gives the article’s numbers, row by row, and keeps every comment', async () => {
  // Those that begin with their row's number follow it.
  const comments = (text: string) => text.match(/#.*$/gm)!.map((comment) => comment.replace(/^# \d+/, '# n'))
  const before = await readText(page)
  await page.getByRole('searchbox', { name: 'Find a block' }).fill('EMA')
  await expect.poll(() => page.getByRole('group', { name: 'Blocks', exact: true }).getByRole('listitem').first().innerText()).toBe('EMA')
  for (const [k, link] of ['15-16-0', '19-20-0', '23-24-2'].entries()) {
    await drag(await centreOf(page.getByRole('button', { name: 'EMA', exact: true })), await middleOf(link))
    await expect.poll(async () => (await readText(page)).match(/EMA/g)?.length).toBe(k + 1)
  }
  await totals('249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2')
  const after = await readText(page)
  expect(comments(after)).toEqual(comments(before))
  expect(after).toContain('[[16, 20, 24], 1, Detect, [nc]]')
  await showPanel(/Summary/)
  await expect.poll(summary).toEqual(expectedSummary('yolov8n-ema'))
})

test('4: every scale has its own exact numbers, and n has its own again', async () => {
  const numbers = (text: string) => text.replace(/ [+−][\d.,]+/g, '')
  for (const letter of ['s', 'm', 'l', 'x', 'n']) {
    const { layers, params, gflops } = tableOf(`yolov8${letter}-ema`).totals
    await scale(letter)
    const printed = `${layers} layers · ${params.toLocaleString('en-US')} params · ${gflops!.toFixed(1)} GFLOPs`
    await expect.poll(async () => numbers(await totalsOf(page))).toBe(printed)
  }
})

test('5: inspector and text follow each other, and undo brings back the text byte for byte', async () => {
  await page.locator('.react-flow__node').nth(16).click()
  const factor = page.getByRole('textbox', { name: 'factor' })
  await factor.fill('16')
  await factor.press('Enter')
  await expect.poll(() => readText(page)).toContain('- [-1, 1, EMA, [16]]')
  await writeText(page, (await readText(page)).replace('EMA, [16]', 'EMA, [4]'))
  await page.locator('.react-flow__node').nth(16).click()
  await expect.poll(() => factor.inputValue()).toBe('4')
  await pressUntilDisabled('Control+z', /^Undo/)
  expect(await readText(page)).toBe(template)
  await pressUntilDisabled('Control+Shift+z', /^Redo/)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect.poll(() => readText(page)).toContain('- [-1, 1, EMA, []]')
  await totals('249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2')
})

test('6: the model is saved, and leaves as clean YAML and as ONNX', async () => {
  const text = await readText(page)
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('grafted.yaml')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(() => existsSync(app.path('grafted.yaml')) && app.read('grafted.yaml')).toBe(text)

  await page.getByRole('button', { name: 'grafted.yaml', exact: true }).waitFor()
  await page.keyboard.press('Control+e')
  await dialog.getByRole('radio', { name: /YAML/ }).check()
  const yaml = await downloaded(dialog.getByRole('button', { name: 'Export', exact: true }))
  expect(yaml.bytes.toString()).toBe(text.replace(/\ngraft:\n( .*\n)*/, '\n'))
  await dialog.getByRole('radio', { name: /ONNX/ }).check()
  const onnx = await downloaded(dialog.getByRole('button', { name: 'Export', exact: true }))
  expect([onnx.name, decodeOnnx(onnx.bytes).graph!.output!.map(({ name }) => name)]).toEqual(['grafted.onnx', ['output0']])
  await dialog.getByText('12.7 MB').waitFor()
  await page.keyboard.press('Escape')
})

test('7: starting values find nothing and say so; a checkpoint draws its boxes; the device is named', async () => {
  await page.keyboard.press('Control+Enter')
  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByText(/An untrained model finds nothing above 0.25. Its highest score is 0\.000/).waitFor({ timeout: 60_000 })
  await preview.getByText(/ms on (CPU|WebGPU|CUDA|DirectML|CoreML)/).waitFor()
  await preview.getByRole('button', { name: 'Show the 20 best candidates' }).click()
  await expect.poll(() => preview.locator('[data-mark]').count()).toBe(20)

  await page.keyboard.press('Control+o')
  await page.getByRole('dialog').getByLabel('Path').fill(app.path('tiny.yaml'))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'tiny.yaml', exact: true }).waitFor()
  await showPanel(/Preview/)
  await choose(preview.getByRole('button', { name: 'Checkpoint…' }), source('main/services/inference/fixtures/tiny.safetensors'))
  await preview.getByText('tiny.safetensors').waitFor()
  await preview.getByRole('button', { name: 'Run', exact: true }).click()
  await preview.getByText('8 objects').waitFor({ timeout: 60_000 })
  const labels = await preview.getByRole('listbox').getByRole('option').allInnerTexts()
  expect(labels.map((label) => label.split(/\s/)[0]).sort()).toEqual([
    'patch',
    'patch',
    'patch',
    'spot',
    'spot',
    'stripe',
    'stripe',
    'stripe',
  ])
  await preview.getByRole('slider', { name: 'Confidence' }).fill('0.5')
  await preview.getByText('2 objects').waitFor()
}, 120_000)

test('8: P3 fed into the P5 Concat is named with both shapes, the rest keeps its numbers, and undo heals it', async () => {
  await page.getByRole('button', { name: 'grafted.yaml', exact: true }).click()
  const port = (row: number, kind: string, slot: number) =>
    page.locator('.react-flow__node').nth(row).locator(`.react-flow__handle.${kind}`).nth(slot)
  await page.keyboard.down('Alt')
  await drag(await centreOf(port(16, 'source', 0)), await centreOf(port(22, 'target', 1)))
  await page.keyboard.up('Alt')
  await showPanel(/Issues/)
  await page.getByText(/Concat \(row 22\): .*20×20.*80×80|Concat \(row 22\): .*80×80.*20×20/).waitFor()
  await page.locator('.react-flow__edge [data-bad="true"]').waitFor({ state: 'attached' })
  await showPanel(/Summary/)
  await expect.poll(async () => (await summary()).slice(0, 22)).toEqual(expectedSummary('yolov8n-ema').slice(0, 22))
  await page.keyboard.press('Control+z')
  await totals('249 layers +24 · 3,170,864 params +13,664 · 9.1 GFLOPs +0.2')
  expect(app.errors).toEqual([])
})
