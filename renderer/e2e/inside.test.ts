/** Looking into blocks, in a real browser: by mouse and by keys, down to the layers of PyTorch and back, while the model changes. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { type App, type StartOptions, rendererFolder, startApp, startBrowser, stopBrowser, textOf } from './app'
import { graveFindings } from './axe'

// A browser, a server and the tests share two cores with other test files.
vi.setConfig({ testTimeout: 120_000 })

beforeAll(async () => {
  await Promise.all([startBrowser(), rendererFolder()])
}, 180_000)
afterAll(stopBrowser)

const model = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')

async function start(options: StartOptions = {}): Promise<App> {
  const app = await startApp({ files: { 'model.yaml': model }, hasFolder: false, ...options })
  onTestFinished(() => app.close())
  await app.page.locator('.react-flow__node').first().waitFor()
  return app
}

const press = (page: Page, ...keys: string[]) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
const card = (page: Page, row: number) => page.getByLabel(new RegExp(`^Row ${row}:`)).first()
const view = (page: Page) => page.locator('[data-inside]')
const part = (page: Page, id: string) => view(page).locator(`.react-flow__node[data-id="${id}"]`)
const where = (page: Page) => page.getByRole('navigation', { name: 'Where you are' }).getByRole('listitem').allInnerTexts()
const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-id'))
const inspector = (page: Page) => page.locator('[data-panel=inspector]')
const notice = (page: Page, text: RegExp) => page.getByText(text).first()

/** Double-clicks below the title, which has a meaning of its own. */
const open = (page: Page, row: number) => card(page, row).locator('p').last().dblclick()

test('double clicks lead from a stage down to a layer, the way back is in view, and Escape goes up to where one was', async () => {
  const app = await start()
  const { page } = app
  const before = await textOf(page)
  await open(page, 4)
  for (const id of ['m.0', 'cv1', 'conv']) await part(page, id).dblclick()
  await page.getByText('nn.Conv2d is a layer of PyTorch').waitFor()
  const down = await where(page)
  const tensors = await view(page).getByRole('row').last().innerText()
  await press(page, 'Escape', 'Escape')
  await part(page, 'cv1').waitFor()
  const up = [await where(page), await focusedId(page), (await inspector(page).locator('h2').innerText()).split(/\s+/)]
  await view(page).getByRole('button', { name: '#4 C2f' }).click()
  await part(page, 'm.0').waitFor()
  const clicked = await where(page)
  await view(page).getByRole('button', { name: 'Model', exact: true }).click()
  await view(page).waitFor({ state: 'detached' })
  expect([down, tensors.split(/\s+/), up, clicked, (await textOf(page)) === before, app.errors]).toEqual([
    ['Model', '#4 C2f', 'm.0 Bottleneck', 'cv1 Conv', 'conv nn.Conv2d'],
    ['weight', '32×32×3×3', '9,216'],
    [['Model', '#4 C2f', 'm.0 Bottleneck'], 'cv1', ['Conv', 'cv1']],
    ['Model', '#4 C2f'],
    true,
    [],
  ])
})

test('the keyboard alone opens, walks, reads, goes deeper and comes back to the card; what is shown cannot be changed', async () => {
  const { page } = await start()
  const before = await textOf(page)
  await card(page, 4).locator('p').last().click()
  const row = await page.locator('.react-flow__node.selected').getAttribute('data-id')
  await press(page, 'i')
  await part(page, 'cv1').waitFor()
  await press(page, 'ArrowDown', 'ArrowDown')
  await expect.poll(() => focusedId(page)).toBe('cv1')
  await inspector(page).getByText('model.4.cv1', { exact: true }).first().waitFor()
  await press(page, 'Delete', 'Control+d', 'm', 'Enter')
  await part(page, 'conv').waitFor()
  const deep = await where(page)
  await press(page, 'Escape')
  await expect.poll(() => focusedId(page)).toBe('cv1')
  await press(page, 'Escape')
  await expect.poll(() => focusedId(page)).toBe(row)
  await press(page, 'Enter')
  await part(page, 'cv1').waitFor()
  expect([deep, (await textOf(page)) === before]).toEqual([['Model', '#4 C2f', 'cv1 Conv'], true])
})

test('a part tells its name in the state_dict, its arguments, shapes, tensors and cost', async () => {
  const { page } = await start()
  await open(page, 4)
  await part(page, 'm.0').dblclick()
  await part(page, 'cv1').click()
  await inspector(page).getByText('model.4.m.0.cv1', { exact: true }).first().waitFor()
  const facts = Object.fromEntries(
    await inspector(page)
      .locator('dl > div')
      .evaluateAll((rows) => rows.map((each) => [each.querySelector('dt')!.textContent, each.querySelector('dd')!.textContent])),
  )
  const tensors = await inspector(page).locator('tbody tr').allInnerTexts()
  expect([facts, tensors.map((each) => each.split(/\s+/)).slice(0, 3)]).toEqual([
    {
      'In the state_dict': 'model.4.m.0.cv1',
      Type: 'ultralytics.nn.modules.conv.Conv',
      c1: '32',
      c2: '32',
      k: '[3, 3]',
      Reads: '32×80×80',
      Gives: '32×80×80',
      Parameters: '9,280',
      // 32 · 32 · 9 · 80 · 80
      'True MACs': '59.0 M',
    },
    [
      ['conv.weight', '32×32×3×3', '9,216'],
      ['bn.weight', '32', '32'],
      ['bn.bias', '32', '32'],
    ],
  ])
})

test('numbers follow what changes: an argument, the scale, the image size; and parts that are gone are left', async () => {
  const app = await start()
  const { page } = app
  const said = (id: string) => part(page, id).locator('p').last()
  await open(page, 4)
  await said('cv1').getByText('64×80×80 · 4,224 params').waitFor()
  const field = inspector(page).getByLabel('c2', { exact: true })
  await field.fill('512')
  await field.press('Enter')
  await said('cv1').getByText('128×80×80 · 8,448 params').waitFor()
  await page.getByRole('radio', { name: 's', exact: true }).click()
  await said('cv1').getByText('256×80×80 · 33,280 params').waitFor()
  await page.getByLabel('Image size').selectOption('320')
  await said('cv1').getByText('256×40×40 · 33,280 params').waitFor()

  await part(page, 'm.1').dblclick()
  await part(page, 'cv2').waitFor()
  const repeats = inspector(page).getByLabel('repeats', { exact: true })
  await repeats.fill('1')
  await repeats.press('Enter')
  await notice(page, /There is no m\.1 in the block any more/).waitFor()
  await part(page, 'm.0').waitFor()
  expect([await where(page), await part(page, 'm.1').count(), app.errors]).toEqual([['Model', '#4 C2f'], 0, []])
})

test('an inside whose row is deleted, or cannot be built any more, is closed and that is said', async () => {
  const app = await start()
  const { page } = app
  await open(page, 6)
  await part(page, 'cv1').waitFor()
  const field = inspector(page).getByLabel('g', { exact: true })
  await field.fill('7')
  await field.press('Enter')
  await notice(page, /^#6 C2f cannot be computed as it is/).waitFor()
  await view(page).waitFor({ state: 'detached' })
  await press(page, 'Control+z')
  await open(page, 6)
  await part(page, 'cv1').waitFor()
  await press(page, 'Control+k')
  await page.locator('[cmdk-root]').getByRole('combobox').fill('delete the selected')
  await page.locator('[role=option][data-selected=true]', { hasText: 'Delete' }).waitFor()
  await press(page, 'Enter')
  await notice(page, /The row whose inside was shown is gone: #6 C2f/).waitFor()
  await view(page).waitFor({ state: 'detached' })
  expect(app.errors).toEqual([])
})

test('copies of a row are a Sequential, a head and a layer can be opened', async () => {
  const rows = `nc: 2\nbackbone:\n  - [-1, 1, Conv, [16, 3, 2]]\n  - [-1, 3, Bottleneck, [16]]\n  - [-1, 1, nn.MaxPool2d, [2]]\n  - [-1, 1, nn.Conv2d, [16, 32, 1]]\nhead:\n  - [[1, 2], 1, Detect, [nc]]\n`
  const app = await start({ files: { 'model.yaml': rows } })
  const { page } = app
  const look = async (row: number, ready: () => Promise<void>) => {
    await press(page, 'Control+k')
    await page.locator('[cmdk-root]').getByRole('combobox').fill(`#${row}`)
    await page.locator('[role=option][data-selected=true]').waitFor()
    await press(page, 'Enter')
    await page.locator('[cmdk-root]').waitFor({ state: 'detached' })
    await press(page, 'i')
    await ready()
    const seen = await where(page)
    await press(page, 'Escape')
    await view(page).waitFor({ state: 'detached' })
    return seen.at(-1)
  }
  expect([
    await look(1, () => part(page, '2').waitFor()),
    await look(2, () => page.getByText('It has no tensors').waitFor()),
    await look(3, () => view(page).getByRole('rowheader', { name: 'bias' }).waitFor()),
    await look(4, () => part(page, 'cv2.1.0').waitFor()),
    app.errors,
  ]).toEqual(['#1 Bottleneck ×3', '#2 nn.MaxPool2d', '#3 nn.Conv2d', '#4 Detect', []])
})

test.each(['en-US', 'zh-CN'])('axe finds nothing grave in %s', async (locale) => {
  const { page } = await start({ context: { locale } })
  await page.locator('.react-flow__node').nth(4).locator('p').last().dblclick()
  await part(page, 'm.0').click()
  expect(await graveFindings(page, ['[data-inside]', '[data-panel=inspector]'])).toEqual([])
})

test.each([
  ['reduce', '0s'],
  ['no-preference', '0.16s'],
] as const)('whoever wants no motion sees the inside at once (%s)', async (reducedMotion, duration) => {
  const { page } = await start({ context: { reducedMotion } })
  await open(page, 4)
  await part(page, 'cv1').waitFor()
  expect(
    await view(page)
      .locator('> div')
      .evaluate((body) => getComputedStyle(body).animationDuration),
  ).toBe(duration)
})

test('a large inside begins at its top in a size that can be read, and F shows all of it', async () => {
  const { page } = await start()
  const zoom = async () => parseInt(await view(page).locator('output').innerText())
  const isSeen = async (id: string) => {
    const [frame, box] = [(await view(page).boundingBox())!, (await part(page, id).boundingBox())!]
    return (
      box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height
    )
  }
  await open(page, 22)
  const first = view(page).locator('.react-flow__node').first()
  await first.waitFor()
  await expect.poll(zoom).toBe(60)
  const [input] = await view(page)
    .locator('.react-flow__node')
    .evaluateAll((all) =>
      all.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((each) => each.dataset['id']!),
    )
  await part(page, 'cv2.0.0').click()
  await press(page, 'f')
  await expect.poll(zoom).toBeLessThan(60)
  expect([input, await isSeen('cv2.0.0'), await isSeen('cv3.2.2')]).toEqual([input, true, true])
})

test('while a large inside is arranged, that is said', async () => {
  const decoder = readFileSync(new URL('../../assets/models/rtdetr-l.yaml', import.meta.url), 'utf8')
  const { page } = await start({ files: { 'model.yaml': decoder } })
  const said = page.waitForFunction(() => document.querySelector('[data-inside] [role=status]')?.textContent === 'Arranging…')
  await page
    .getByLabel(/: RTDETRDecoder/)
    .first()
    .dblclick()
  await said
  await part(page, 'input_proj.0.0').waitFor()
})
