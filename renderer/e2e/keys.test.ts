/** The keyboard alone, in a real browser: the command palette, keys of one's own, panels, settings; and what keeps nobody out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type App, type StartOptions, rendererFolder, handedDown, startApp, startBrowser, stopBrowser, textOf } from './app'
import { graveFindings } from './axe'

// A browser, a server and the tests share two cores with other test files.
vi.setConfig({ testTimeout: 120_000 })

beforeAll(async () => {
  await Promise.all([startBrowser(), rendererFolder()])
}, 180_000)
afterAll(stopBrowser)

const model = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')

async function start(options: StartOptions = {}): Promise<App> {
  const app = await startApp({ files: { 'model.yaml': model }, ...options })
  onTestFinished(() => app.close())
  return app
}

const press = (page: Page, ...keys: string[]) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const untilDrawn = (page: Page) => page.locator('.react-flow__node').first().waitFor()
const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
const currentTab = (page: Page) => page.locator('[aria-current="page"]').first()

/** Opens a file by its path. */
async function open(page: Page, path: string): Promise<void> {
  await press(page, 'Control+o')
  await dialog(page, 'Open a model').getByLabel('Path').fill(path)
  await press(page, 'Enter')
  await page.locator('[aria-current="page"]', { hasText: path.split('/').at(-1)! }).waitFor()
  await untilDrawn(page)
}

/** Types into the command palette and takes what it puts first. */
async function command(page: Page, query: string): Promise<string> {
  await press(page, 'Control+k')
  const palette = page.locator('[cmdk-root]')
  await palette.getByRole('combobox').fill(query)
  const first = palette.locator('[role=option][data-selected=true]')
  await first.waitFor()
  const name = await first.locator('span').first().innerText()
  await press(page, 'Enter')
  await palette.waitFor({ state: 'detached' })
  return name
}

test('a file is opened from its folder by keys: Enter selects it, and again opens it', async () => {
  const app = await start()
  const { page } = app
  await press(page, 'Control+o')
  const file = dialog(page, 'Open a model').getByRole('button', { name: 'model.yaml', exact: true })
  await file.focus()
  await press(page, 'Enter')
  const path = await dialog(page, 'Open a model').getByLabel('Path').inputValue()
  await press(page, 'Enter')
  await untilDrawn(page)
  expect([path, await currentTab(page).innerText()]).toEqual([app.path('model.yaml'), 'model.yaml'])
})

describe('the command palette', () => {
  test('does what the window can do, by name: opens, shows, switches, undoes', async () => {
    const app = await start()
    const { page } = app
    await command(page, 'yolov8')
    await untilDrawn(page)
    const before = await textOf(page)
    const done = [
      await command(page, 'scale m'),
      await command(page, 'theme dark'),
      await command(page, '#4'),
      await command(page, 'delete'),
      await command(page, 'hide summary'),
    ]
    const after = await textOf(page)
    await command(page, 'undo')
    expect([
      done,
      await page.getByRole('radio', { name: 'm', exact: true }).getAttribute('aria-checked'),
      await page.evaluate(() => document.documentElement.dataset['theme']),
      await page.locator('[data-panel=summary]').isVisible(),
      after === before,
      (await textOf(page)) === before,
      app.errors,
    ]).toEqual([['Scale: m', 'Theme: Dark', '#4 C2f', 'Delete the selected rows', 'Hide Summary'], 'true', 'dark', false, false, true, []])
  })

  test('speaks Chinese and pinyin, and English beside them; what was used last comes first', async () => {
    const { page } = await start({ context: { locale: 'zh-CN' } })
    await page.locator('h1').waitFor()
    const done = [await command(page, 'zhuti shense'), await command(page, 'theme light'), await command(page, '设置')]
    await dialog(page, '设置').waitFor()
    await press(page, 'Escape', 'Control+k')
    const lately = await page.locator('[role=option]').allInnerTexts()
    expect([done, lately.slice(0, 3).map((text) => text.split('\n')[0])]).toEqual([
      ['主题: 深色', '主题: 浅色', '设置'],
      ['设置', '主题: 浅色', '主题: 深色'],
    ])
  })

  test('offers what can be done by now, when a command before it is still at work', async () => {
    const { page } = await start()
    await command(page, 'yolov8')
    await untilDrawn(page)
    const before = await textOf(page)
    await press(page, 'Control+k')
    const palette = page.locator('[cmdk-root]')
    await palette.getByRole('combobox').fill('delete')
    await palette.locator('[role=option][data-disabled=true]').first().waitFor()
    const session = await handedDown(page, 'text')
    await session.evaluate(({ select }) => (select as (rows: number[]) => void)([4]))
    await palette.locator('[role=option][data-selected=true]', { hasText: 'Delete' }).waitFor()
    await press(page, 'Enter')
    await palette.waitFor({ state: 'detached' })
    await expect.poll(async () => (await textOf(page)).length).toBeLessThan(before.length)
  })

  test('leaves the keyboard where it was, and Escape changes nothing', async () => {
    const { page } = await start()
    await page.getByRole('button', { name: 'Open…' }).focus()
    await press(page, 'Control+Shift+P')
    await page.locator('[cmdk-root]').waitFor()
    await press(page, 'ArrowDown', 'Escape')
    await page.locator('[cmdk-root]').waitFor({ state: 'detached' })
    expect(await focusedName(page)).toBe('Open…')
  })
})

describe('keys of one’s own', () => {
  const row = (page: Page, id: string) => page.locator(`[data-action="${id}"]`)

  test('hold at once, in menus and in the next window; a conflict is asked about', async () => {
    const app = await start()
    const { page } = app
    await open(page, app.path('model.yaml'))
    await command(page, 'keyboard shortcuts')
    await row(page, 'export')
      .getByRole('button', { name: /^Keys of/ })
      .click()
    await press(page, 'F9')
    await row(page, 'export').getByText('F9').waitFor()
    await row(page, 'settings')
      .getByRole('button', { name: /^Keys of/ })
      .click()
    await press(page, 'Control+s')
    await row(page, 'settings').getByRole('alert').waitFor()
    const asked = await row(page, 'settings').getByRole('alert').innerText()
    await row(page, 'settings').getByRole('button', { name: 'Swap the keys of both' }).click()
    await row(page, 'save').getByText(',').waitFor()
    await press(page, 'Escape', 'F9')
    await dialog(page, /^Export/).waitFor()
    await press(page, 'Escape')
    const other = await app.newWindow()
    await press(other, 'Control+s')
    await dialog(other, 'Settings').waitFor()
    await page.bringToFront()
    await page.getByRole('button', { name: 'File', exact: true }).click()
    expect([asked, (await page.getByRole('menuitem', { name: /^Export/ }).innerText()).split('\n').at(-1)]).toEqual([
      'Ctrl+S means Save already.',
      'F9',
    ])
  })

  test('can be taken away and made the usual ones again; Escape gives up listening, not the dialog', async () => {
    const { page } = await start()
    await command(page, 'keyboard shortcuts')
    await row(page, 'open').getByRole('button', { name: /^Take/ }).click()
    const none = await row(page, 'open').locator('i').innerText()
    await row(page, 'open')
      .getByRole('button', { name: /^Keys of/ })
      .click()
    await press(page, 'Control+t')
    const told = await row(page, 'open').getByRole('alert').innerText()
    await press(page, 'Escape')
    await page.getByRole('button', { name: 'Usual keys for all' }).click()
    await row(page, 'open').getByText('O', { exact: true }).waitFor()
    expect([none, told]).toEqual(['none', 'Browsers keep Ctrl+T for themselves. It works in the desktop app only.'])
  })

  test('are all on one page under ?, but not while one types', async () => {
    const app = await start()
    const { page } = app
    await press(page, 'Shift+?')
    await dialog(page, 'Keys at a glance').getByText('Command palette…').waitFor()
    await press(page, 'Escape')
    await open(page, app.path('model.yaml'))
    await page.getByRole('searchbox', { name: 'Find a block' }).focus()
    await page.keyboard.type('?')
    expect([await page.getByRole('searchbox', { name: 'Find a block' }).inputValue(), await page.getByRole('dialog').count()]).toEqual([
      '?',
      0,
    ])
  })

  test('of the canvas work on the canvas alone', async () => {
    const app = await start()
    const { page } = app
    await open(page, app.path('model.yaml'))
    const before = await textOf(page)
    await command(page, '#8')
    const card = page.locator('.react-flow__node:focus', { hasText: 'C2f' })
    await card.waitFor()
    await page.getByRole('searchbox', { name: 'Find a block' }).focus()
    await press(page, 'Delete')
    const inField = await textOf(page)
    await page.locator('[data-panel=canvas]').focus()
    await press(page, 'Delete')
    expect([inField === before, (await textOf(page)) === before]).toEqual([true, false])
  })
})

describe('the settings', () => {
  test('hold at once and are kept: defaults of models, labels of links, bars of cards, movement', async () => {
    const home = mkdtempSync(join(tmpdir(), 'graft-keys-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    const first = await startApp({ home, files: { 'model.yaml': model } })
    const { page } = first
    await open(page, first.path('model.yaml'))
    const labels = (of: Page) =>
      of
        .locator('.react-flow__edge text')
        .evaluateAll((all) => all.filter((each) => getComputedStyle(each).visibility === 'visible').length)
    const bars = () => page.locator('article > span').evaluateAll((all) => all.map((each) => each.getAttribute('style')).join())
    const before = [await labels(page), await bars()]
    await press(page, 'Control+,')
    const settings = dialog(page, 'Settings')
    await settings.getByRole('radio', { name: 'Always' }).click()
    await settings.getByRole('radio', { name: 'GFLOPs' }).click()
    await settings.getByRole('radio', { name: 'None' }).click()
    await settings.getByLabel('Scale').selectOption('m')
    await settings.getByLabel('Image size').selectOption('320')
    await settings.getByLabel('Target').selectOption('ultralytics@8.3.63')
    await settings.getByLabel('Device').selectOption('cpu')
    await press(page, 'Escape')
    const after = [(await labels(page)) > 20, (await bars()) !== before[1]]
    await page.getByRole('button', { name: /CPU/ }).first().waitFor()
    await first.close()
    const { page: again } = await start({ home, files: {} })
    await again.locator('.react-flow__node').first().waitFor()
    const bar = [again.getByLabel('Target'), again.getByLabel('Image size')]
    expect([
      before[0],
      after,
      (await labels(again)) > 20,
      await again.getByRole('radio', { name: 'm', exact: true }).getAttribute('aria-checked'),
      await Promise.all(bar.map((each) => each.inputValue())),
      await again.evaluate(() => document.documentElement.dataset['motion']),
    ]).toEqual([0, [true, true], true, 'true', ['ultralytics@8.3.63', '320'], 'reduced'])
  })

  test('nothing moves where the system asks for less motion', async () => {
    const app = await start({ context: { reducedMotion: 'reduce' } })
    const { page } = app
    await open(page, app.path('model.yaml'))
    await page.getByRole('button', { name: 'Fit the model to the view' }).click()
    await press(page, 'Control+Enter')
    const moving = await page.evaluate(async () => {
      const seen = new Set<string>()
      for (let frame = 0; frame < 30; frame++) {
        await new Promise(requestAnimationFrame)
        for (const each of document.getAnimations()) {
          const { duration, iterations } = each.effect!.getComputedTiming()
          if (Number(duration) > 0 || iterations === Infinity) seen.add(each instanceof CSSAnimation ? each.animationName : 'transition')
        }
      }
      return [...seen]
    })
    expect(moving).toEqual([])
  })
})

describe('nobody is kept out', () => {
  test.each([
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('axe finds nothing grave in %s, %s: start page, model, every dialog, the palette', async (locale, colorScheme) => {
    const app = await start({ context: { locale, colorScheme } })
    const { page } = app
    await page.locator('h1').waitFor()
    const found: Record<string, string[]> = { start: await graveFindings(page) }
    await press(page, 'Control+o')
    await page.getByRole('dialog').locator('input').first().fill(app.path('model.yaml'))
    found['open'] = await graveFindings(page)
    await press(page, 'Enter')
    await untilDrawn(page)
    await page.locator('.view-line').first().waitFor()
    await page.locator('.react-flow__node').nth(4).click()
    found['model'] = await graveFindings(page)
    for (const [name, keys] of [
      ['commands', 'Control+k'],
      ['settings', 'Control+,'],
      ['keys', 'Shift+?'],
      ['saveAs', 'Control+Shift+s'],
      ['export', 'Control+e'],
    ] as const) {
      if (name === 'keys') await page.locator('[data-panel=canvas]').focus()
      await press(page, keys)
      await page.getByRole('dialog').waitFor()
      found[name] = await graveFindings(page)
      await press(page, 'Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await command(page, locale === 'en-US' ? 'keyboard shortcuts' : '键盘快捷键')
    await page.getByRole('dialog').waitFor()
    found['shortcuts'] = await graveFindings(page)
    expect(Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0))).toEqual({})
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing grave in %s: menus, questions, find and replace, an inside, a comparison',
    async (colorScheme) => {
      const app = await start({ context: { colorScheme } })
      const { page } = app
      await open(page, app.path('model.yaml'))
      await page.locator('.view-line').first().waitFor()
      const found: Record<string, string[]> = {}
      const c2f = page.locator('.react-flow__node', { hasText: 'C2f' }).first()
      await c2f.click()
      for (const [name, keys, opened] of [
        ['add menu', '/', '[role=dialog]'],
        ['graft menu', 'g', '[role=dialog]'],
        ['connect menu', 'c', '[role=dialog]'],
      ] as const) {
        await c2f.click()
        await press(page, keys)
        await page.locator(opened).first().waitFor()
        found[name] = await graveFindings(page)
        await press(page, 'Escape')
        await page.locator(opened).first().waitFor({ state: 'detached' })
      }
      await page.getByRole('button', { name: 'File', exact: true }).click()
      await page.getByRole('menu').waitFor()
      found['file menu'] = await graveFindings(page)
      await press(page, 'Escape')
      await currentTab(page).click({ button: 'right' })
      await page.getByRole('menuitem').first().waitFor()
      found['tab menu'] = await graveFindings(page)
      await press(page, 'Escape')
      await press(page, 'Control+h')
      await page.getByRole('search').waitFor()
      await page.keyboard.type('Conv')
      found['find and replace'] = await graveFindings(page)
      await press(page, 'Escape')
      await page.getByRole('tab', { name: 'Compare' }).click()
      await page.locator('[data-panel=compare]').getByRole('combobox').first().waitFor()
      // Numbers that are still being read are pale.
      await page.locator('[data-panel=compare] [aria-busy=true]').waitFor({ state: 'detached' })
      found['compare'] = await graveFindings(page)
      await c2f.dblclick({ position: { x: 30, y: 20 } })
      await page.getByRole('navigation', { name: 'Where you are' }).waitFor()
      found['inside'] = await graveFindings(page)
      await press(page, 'Escape')
      await c2f.click()
      await press(page, 'm', 'Alt+w')
      await page.getByRole('dialog').waitFor()
      found['close'] = await graveFindings(page)
      expect(Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0))).toEqual({})
    },
  )

  test.each([
    ['at 200 %', { width: 720, height: 450 }, 2],
    ['in a small window', { width: 1024, height: 640 }, 1],
  ] as const)('%s every control of the window and its dialogs can be reached', async (_, viewport, deviceScaleFactor) => {
    const app = await start({ context: { viewport, deviceScaleFactor } })
    const { page } = app
    await open(page, app.path('model.yaml'))
    const outside = () =>
      page.evaluate(() => {
        const all = [
          ...document.querySelectorAll<HTMLElement>(
            'header button, header select, nav button, [role=dialog] button, [role=dialog] select, [data-panel=summary] button, [data-panel=summary] select',
          ),
        ]
        return all
          .filter((each) => {
            each.scrollIntoView({ block: 'nearest', inline: 'nearest' })
            const { left, right, top, bottom, width } = each.getBoundingClientRect()
            return width > 0 && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
          })
          .map((each) => each.getAttribute('aria-label') ?? each.innerText)
      })
    const found = { window: await outside() } as Record<string, string[]>
    const canvas = (await page.locator('[data-panel=canvas]').boundingBox())!
    for (const [name, keys] of [
      ['settings', 'Control+,'],
      ['save as', 'Control+Shift+s'],
      ['export', 'Control+e'],
    ] as const) {
      await press(page, keys)
      await page.getByRole('dialog').waitFor()
      found[name] = await outside()
      await press(page, 'Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    expect([found, canvas.height > 120]).toEqual([{ window: [], settings: [], 'save as': [], export: [] }, true])
  })

  test('Tab goes through the bar, the tabs and the panels in the order they are seen, each with a mark of the focus', async () => {
    const app = await start()
    const { page } = app
    await open(page, app.path('model.yaml'))
    await page.getByRole('button', { name: 'Go to the canvas' }).focus()
    const seen: { readonly region: string; readonly name: string; readonly isMarked: boolean }[] = []
    for (let k = 0; k < 22; k++) {
      await press(page, 'Tab')
      seen.push(
        await page.evaluate(() => {
          const element = document.activeElement as HTMLElement
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
          const name = element.getAttribute('aria-label') ?? element.innerText
          const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
          const region = element.closest('header') ? 'bar' : element.closest('nav') ? 'tabs' : 'panels'
          return { region, name, isMarked }
        }),
      )
    }
    const regions = seen.map(({ region }) => region).filter((region, k, all) => region !== all[k - 1])
    await page.getByRole('button', { name: 'Go to the canvas' }).focus()
    await press(page, 'Enter')
    const skipped = await page.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel'))
    expect([seen.filter(({ isMarked, name }) => !isMarked || name === ''), seen[0]!.name, regions, skipped]).toEqual([
      [],
      'File',
      ['bar', 'tabs', 'panels'],
      'canvas',
    ])
  })
})

describe('tabs', () => {
  const names = (page: Page) => page.getByRole('navigation', { name: 'Open models' }).locator('[draggable]').allInnerTexts()

  async function three(): Promise<App> {
    const app = await start({ files: { 'a.yaml': model, 'b.yaml': model, 'c.yaml': model } })
    for (const name of ['a.yaml', 'b.yaml', 'c.yaml']) await open(app.page, app.path(name))
    return app
  }

  test('are dragged into another order, closed by the middle button, and walked through by keys', async () => {
    const { page } = await three()
    const tab = (name: string) => page.locator('[draggable]', { hasText: name })
    await tab('c.yaml').dragTo(tab('a.yaml'))
    const dragged = await names(page)
    await press(page, 'Alt+PageDown')
    const next = await currentTab(page).innerText()
    await tab('b.yaml').click({ button: 'middle' })
    await tab('b.yaml').waitFor({ state: 'detached' })
    expect([dragged, next, await names(page)]).toEqual([['c.yaml', 'a.yaml', 'b.yaml'], 'a.yaml', ['c.yaml', 'a.yaml']])
  })

  test('have a menu: the path is copied, the others are closed', async () => {
    const app = await three()
    const { page } = app
    await app.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('[draggable]', { hasText: 'b.yaml' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy the path' }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    await page.locator('[draggable]', { hasText: 'b.yaml' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Close the others' }).click()
    await page.locator('[draggable]', { hasText: 'c.yaml' }).waitFor({ state: 'detached' })
    expect([copied, await names(page)]).toEqual([app.path('b.yaml'), ['b.yaml']])
  })

  test('that are many and long scroll along, the one that is looked at in view', async () => {
    const long = Array.from({ length: 9 }, (_, k) => `a-model-with-quite-a-long-name-number-${k}.yaml`)
    const app = await start({ files: Object.fromEntries(long.map((name) => [name, model])) })
    const { page } = app
    for (const name of long) await open(page, app.path(name))
    const inView = async () => {
      const { x, width } = (await currentTab(page).boundingBox())!
      return x >= 0 && x + width <= page.viewportSize()!.width
    }
    const last = await inView()
    await page.setViewportSize({ width: 720, height: 640 })
    await expect.poll(inView).toBe(true)
    await press(page, 'Alt+PageDown')
    expect([last, await inView(), await page.getByRole('button', { name: 'New model' }).isVisible()]).toEqual([true, true, true])
  })
})

test('a mistake of ours is told, and the window goes on', async () => {
  const app = await start()
  const { page } = app
  await page.evaluate(() => void Promise.reject(new Error('expected 64 channels, got 48')))
  await page.getByText('Graft made a mistake: expected 64 channels, got 48').waitFor()
  await open(page, app.path('model.yaml'))
  expect(app.errors).toEqual(['expected 64 channels, got 48'])
})
