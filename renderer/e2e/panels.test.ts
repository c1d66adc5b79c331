/** The panels of the window in a real browser, as it is served: moved, hidden, brought back, remembered. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type App, type StartOptions, handedDown, startApp, stopBrowser } from './app'

afterAll(stopBrowser)

// Some open the app three times.
vi.setConfig({ testTimeout: 120_000 })

async function start(options: StartOptions = {}): Promise<App> {
  const app = await startApp(options)
  onTestFinished(() => app.close())
  return app
}

/** A folder for the app's data that outlives one start. */
function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'graft-panels-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

async function openModel(page: Page, name = 'yolov8'): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${name} `) })
    .first()
    .click()
  await untilDrawn(page)
}

const untilDrawn = (page: Page) => page.locator('.react-flow__node').first().waitFor()

const panel = (page: Page, name: string) => page.locator(`[data-panel="${name}"]`)
const tab = (page: Page, name: string) => page.getByRole('tab', { name })
const widthOf = async (page: Page, name: string) => Math.round((await panel(page, name).boundingBox())!.width)
const tabNames = (page: Page) => page.getByRole('tab').evaluateAll((tabs) => tabs.map((each) => each.getAttribute('aria-label')))

async function chooseInView(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole(name.includes('first') ? 'menuitem' : 'menuitemcheckbox', { name }).click()
  await page.keyboard.press('Escape')
}

/** Drags the splitter left of a panel by so many pixels. */
async function dragLeftEdge(page: Page, name: string, by: number): Promise<void> {
  const { x, y, height } = (await panel(page, name).boundingBox())!
  await page.mouse.move(x, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + by / 2, y + height / 2, { steps: 4 })
  await page.mouse.move(x + by, y + height / 2, { steps: 4 })
  await page.mouse.up()
}

/** What the settings file says of the panels, when it says it. */
const storedText = (app: App) => {
  const names = readdirSync(app.dataFolder, { recursive: true, encoding: 'utf8' }).filter((name) => /settings[^/]*\.json$/.test(name))
  return names.map((name) => readFileSync(join(app.dataFolder, name), 'utf8')).join('')
}

const all = ['Blocks', 'Canvas', 'YAML', 'Inspector', 'Summary', 'Issues 0', 'Preview', 'Features', 'Profile', 'Compare']

test('a new window has every panel, the canvas widest, the YAML beside it', async () => {
  const { page, errors } = await start()
  await openModel(page)
  await page.locator('.view-line').first().waitFor()
  const [canvas, yaml, palette] = [await widthOf(page, 'canvas'), await widthOf(page, 'yaml'), await widthOf(page, 'palette')]
  expect([(await tabNames(page)).sort(), canvas > 850, yaml >= 300, palette < 200, errors]).toEqual([[...all].sort(), true, true, true, []])
})

test('in a small window the YAML stands behind the canvas', async () => {
  const { page } = await start({ context: { viewport: { width: 1024, height: 640 } } })
  await openModel(page)
  const [canvas] = [await widthOf(page, 'canvas')]
  await tab(page, 'YAML').click()
  await page.locator('.view-line').first().waitFor()
  expect([canvas > 600, await panel(page, 'canvas').isVisible(), await panel(page, 'yaml').isVisible()]).toEqual([true, false, true])
})

test('in panels that were made narrow, nothing is covered: columns are chosen beside their heads, fields stand below their names', async () => {
  const { page } = await start()
  await openModel(page)
  await page.setViewportSize({ width: 720, height: 640 })
  await page.locator('.react-flow__node').nth(6).click()
  const c2 = panel(page, 'inspector').getByRole('textbox', { name: 'c2' })
  await c2.waitFor()
  const chooser = (await page.getByRole('button', { name: 'Columns' }).boundingBox())!
  const table = (await panel(page, 'summary').getByRole('region', { name: 'Summary' }).boundingBox())!
  const name = (await panel(page, 'inspector').getByText('repeats', { exact: true }).boundingBox())!
  const names = panel(page, 'palette').locator('li button:first-child')
  const spilt = await names.evaluateAll((buttons) =>
    buttons
      .filter((each) => each.scrollWidth > each.clientWidth && getComputedStyle(each).overflowX === 'visible')
      .map((each) => each.textContent),
  )
  expect([chooser.x >= table.x + table.width, (await c2.boundingBox())!.width > 30, name.height < 24, spilt]).toEqual([
    true,
    true,
    true,
    [],
  ])
})

describe('an arrangement', () => {
  test('of the user’s is there again in the next window and after a restart', async () => {
    const home = makeHome()
    const app = await startApp({ home })
    await openModel(app.page)
    const before = await widthOf(app.page, 'yaml')
    await dragLeftEdge(app.page, 'yaml', -120)
    await chooseInView(app.page, 'Blocks')
    const after = await widthOf(app.page, 'yaml')
    await expect.poll(() => storedText(app)).toMatch(/"visible": ?false/)
    await app.page.reload()
    await untilDrawn(app.page)
    const reloaded = [await widthOf(app.page, 'yaml'), await panel(app.page, 'palette').isVisible()]
    await app.close()
    const again = await start({ home })
    await untilDrawn(again.page)
    const restarted = [await widthOf(again.page, 'yaml'), await panel(again.page, 'palette').isVisible()]
    expect([after - before, reloaded, restarted]).toEqual([120, [after, false], [after, false]])
  })

  test('can be put back as it was at first', async () => {
    const { page } = await start()
    await openModel(page)
    const before = await widthOf(page, 'yaml')
    await dragLeftEdge(page, 'yaml', -150)
    await chooseInView(page, 'Blocks')
    await chooseInView(page, 'Summary')
    await chooseInView(page, 'Arrange panels as at first')
    expect([await widthOf(page, 'yaml'), (await tabNames(page)).sort()]).toEqual([before, [...all].sort()])
  })

  test.each([
    ['broken', { v: 1, known: ['canvas'], layout: { grid: { root: 'x' }, panels: {} } }],
    ['of another version', { v: 99, columns: 3 }],
    ['with a panel nobody knows', { v: 1, known: [], layout: { grid: {}, panels: { radar: { id: 'radar', contentComponent: 'radar' } } } }],
    ['that is no arrangement', 'wide'],
  ])('%s gives way to the first one', async (_, kept) => {
    const home = makeHome()
    const first = await startApp({ home })
    await openModel(first.page)
    await chooseInView(first.page, 'Blocks')
    await expect.poll(() => storedText(first).includes('panels')).toBe(true)
    await first.close()
    for (const name of readdirSync(first.dataFolder, { recursive: true, encoding: 'utf8' })) {
      const path = join(first.dataFolder, name)
      if (!/settings[^/]*\.json$/.test(name) || !existsSync(path)) continue
      const settings = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
      const holder = ('panels' in settings ? settings : (settings['settings'] ?? settings)) as Record<string, unknown>
      writeFileSync(
        path,
        JSON.stringify({ ...settings, ...(holder === settings ? { panels: kept } : { settings: { ...holder, panels: kept } }) }),
      )
    }
    const { page, errors } = await start({ home })
    await untilDrawn(page)
    expect([(await tabNames(page)).sort(), errors]).toEqual([[...all].sort(), []])
  })
})

test('a panel hidden at its tab comes back from the View menu beside its neighbours', async () => {
  const { page } = await start()
  await openModel(page)
  await tab(page, 'Preview').hover()
  await page.getByTitle('Hide Preview').click()
  const hidden = await tab(page, 'Preview').count()
  await chooseInView(page, 'Preview')
  expect([hidden, await panel(page, 'preview').isVisible(), await panel(page, 'summary').isVisible()]).toEqual([0, true, false])
})

test('a panel is dragged by its tab to another side', async () => {
  const { page } = await start()
  await openModel(page)
  const from = (await tab(page, 'Inspector').boundingBox())!
  const to = (await panel(page, 'canvas').boundingBox())!
  await page.mouse.move(from.x + 30, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + 60, to.y + to.height / 2, { steps: 8 })
  await page.mouse.move(to.x + 20, to.y + to.height / 2, { steps: 8 })
  await page.mouse.up()
  const [inspector, canvas] = [(await panel(page, 'inspector').boundingBox())!, (await panel(page, 'canvas').boundingBox())!]
  expect(inspector.x + inspector.width).toBeLessThanOrEqual(canvas.x + 4)
})

test('a double click on a tab gives the panel the window, and another takes it back', async () => {
  const { page } = await start()
  await openModel(page)
  const before = await widthOf(page, 'canvas')
  await tab(page, 'Canvas').dblclick()
  await expect.poll(() => widthOf(page, 'canvas')).toBe(1440)
  await tab(page, 'Canvas').dblclick()
  await expect.poll(() => widthOf(page, 'canvas')).toBe(before)
})

test('F6 leads through the panels in view and round, Shift F6 back', async () => {
  const { page } = await start()
  await openModel(page)
  await page.locator('.view-line').first().waitFor()
  await page.getByRole('searchbox', { name: 'Find a block' }).focus()
  const here = () => page.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel'))
  const seen: unknown[] = [await here()]
  for (let k = 0; k < 5; k++) {
    await page.keyboard.press('F6')
    seen.push(await here())
  }
  await page.keyboard.press('Shift+F6')
  expect([...seen, await here()]).toEqual(['palette', 'canvas', 'yaml', 'inspector', 'summary', 'palette', 'summary'])
})

test('tabs speak the language of the interface, at once', async () => {
  const { page } = await start()
  await openModel(page)
  await page.keyboard.press('Control+,')
  await page.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN')
  await page.keyboard.press('Escape')
  await expect.poll(() => tabNames(page)).toContain('画布')
})

test('the arrangement stays when another model is looked at', async () => {
  const { page } = await start()
  await openModel(page)
  await dragLeftEdge(page, 'yaml', -100)
  const width = await widthOf(page, 'yaml')
  await page.getByRole('button', { name: 'New model' }).click()
  await openModel(page, 'EMA in YOLOv8’s neck')
  expect([await widthOf(page, 'yaml'), (await page.getByText('EMA', { exact: true }).count()) > 0]).toEqual([width, true])
})

test.each([
  ['summary', 'scales', '[data-panel=summary] [role=grid]'],
  ['canvas', 'canvas', '.react-flow__node'],
] as const)('a mistake in the panel %s stays there: it says so, the rest goes on, and it is loaded again', async (id, means, contents) => {
  const { page, errors } = await start({ context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  await openModel(page)
  await page.locator(contents).first().waitFor()
  const giveBack = await takeAway(page, means)
  await page.getByRole('radio', { name: 's', exact: true }).click()
  const failed = panel(page, id).getByText('does not work at the moment')
  await failed.waitFor()
  await page.getByText('Graft made a mistake: expected 64 channels, got 48').waitFor()
  const others = [await page.getByRole('status', { name: /Totals/ }).innerText(), await panel(page, 'inspector').innerText()].join()
  await panel(page, id).getByRole('button', { name: 'Copy report' }).click()
  await panel(page, id).getByRole('button', { name: 'Copied' }).waitFor()
  const report = await page.evaluate(() => navigator.clipboard.readText())
  await giveBack()
  await panel(page, id).getByRole('button', { name: 'Load again' }).click()
  await page.locator(contents).first().waitFor()
  expect([
    others.includes('11,166,560'),
    report.includes('expected 64 channels, got 48'),
    await failed.count(),
    errors.every((each) => each.includes('expected 64 channels')),
  ]).toEqual([true, true, 0, true])
})

test('a mistake outside the panels stays in its part of the window', async () => {
  const { page, errors } = await start()
  await openModel(page)
  const givePreviews = await takeAway(page, 'previews')
  await page.keyboard.press('Control+,')
  await page.getByText('Graft made a mistake: expected 64 channels, got 48').first().waitFor()
  await givePreviews()
  await page.keyboard.press('Control+,')
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  await page.keyboard.press('Escape')

  const giveRecent = await takeAway(page, 'recent')
  await page.getByRole('button', { name: 'New model' }).click()
  await page.getByText('The start page does not work at the moment').waitFor()
  await giveRecent()
  await page.getByRole('button', { name: 'Load again' }).click()
  await page.getByRole('heading', { name: 'Graft' }).waitFor()
  expect(errors.every((each) => each.includes('expected 64 channels'))).toBe(true)
})

test('what a row reads is chosen among rows that say whether they fit, and why not', async () => {
  const { page, errors } = await start()
  await openModel(page)
  await page.locator('.react-flow__node', { hasText: 'Concat' }).first().click()
  const choice = panel(page, 'inspector')
    .locator('label', { hasText: /^Input 2/ })
    .locator('select')
  const said = async (row: string) => (await choice.locator('option').allInnerTexts()).find((text) => text.includes(`#${row} `))
  const before = await said('6')
  await choice.focus()
  await expect.poll(() => said('6')).toContain('✓')
  expect([before?.includes('✓'), /✗ .*40×40.*cannot be joined/.test((await said('8'))!) || (await said('8')), errors]).toEqual([
    false,
    true,
    [],
  ])
})

/** What the window is given fails from now on when it is asked for, as a mistake of ours would, until it is given back. */
async function takeAway(page: Page, means: string): Promise<() => Promise<void>> {
  const app = await handedDown(page, 'workspace')
  await app.evaluate((given, name) => {
    const get = () => {
      throw new Error('expected 64 channels, got 48')
    }
    Object.defineProperty(given, `kept ${name}`, { value: given[name], configurable: true })
    Object.defineProperty(given, name, { get, configurable: true })
  }, means)
  return () =>
    app.evaluate((given, name) => {
      Object.defineProperty(given, name, { value: given[`kept ${name}`], configurable: true, writable: true, enumerable: true })
    }, means)
}
