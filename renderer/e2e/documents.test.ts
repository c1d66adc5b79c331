/** Models are files of the user: opened, changed, saved, taken away and changed by others, in a real browser on real files. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../../tests/temporary-folder'
import { type App, type StartOptions, newContext, openWindow, rendererFolder, startApp, startBrowser, stopBrowser, textOf } from './app'
import { serveApart } from './serve-apart'
import { openTunnel } from './tunnel'
import { focusText, writeText } from './yaml'

const yolov8 = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')
const withClasses = (nc: number) => yolov8.replace('nc: 80', `nc: ${nc}`)

// A browser, a server and the tests share two cores with other test files.
vi.setConfig({ testTimeout: 90_000 })

beforeAll(async () => {
  await Promise.all([startBrowser(), rendererFolder()])
}, 120_000)
afterAll(stopBrowser)

async function start(options: StartOptions = {}): Promise<App> {
  const app = await startApp({ files: { 'model.yaml': yolov8 }, ...options })
  onTestFinished(() => app.close())
  return app
}

const untilDrawn = (page: Page) => page.locator('.react-flow__node').first().waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const alert = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text })
const press = (page: Page, keys: string) => page.keyboard.press(keys)
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 30 })
const untilText = (page: Page, text: string) => until(async () => expect(await textOf(page)).toBe(text))
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Open models' }).getByRole('button', { name })
const tabNames = (page: Page) => page.locator('[draggable] > button:first-child').allInnerTexts()
const unsavedTabs = (page: Page) => page.getByRole('img', { name: 'not saved' }).count()
const isUnsaved = (page: Page) => page.getByRole('img', { name: 'not saved' }).isVisible()
const untilSaved = (page: Page) => page.getByRole('img', { name: 'not saved' }).waitFor({ state: 'detached' })

/** Puts this text in place of all there is; a paste takes its time. */
async function write(page: Page, text: string): Promise<void> {
  await writeText(page, text)
  await untilText(page, text)
}

/** Opens a file by its path in the app's own dialog. */
async function open(page: Page, path: string): Promise<void> {
  await press(page, 'Control+o')
  await dialog(page, 'Open a model').getByLabel('Path').fill(path)
  await press(page, 'Enter')
  await page.locator('[aria-current="page"]', { hasText: path.split('/').at(-1)! }).waitFor()
  await untilDrawn(page)
}

/** Another program saves the file as most do: a new file takes the old one's place. */
function writeFromOutside(app: App, name: string, text: string): void {
  writeFileSync(app.path(`${name}~`), text)
  renameSync(app.path(`${name}~`), app.path(name))
}

/** A model opened, with changes that were not saved. */
async function edited(nc = 3, options: StartOptions = {}): Promise<App> {
  const app = await start(options)
  await open(app.page, app.path('model.yaml'))
  await write(app.page, withClasses(nc))
  return app
}

describe('opening and saving', () => {
  test('a file is chosen in the dialog, changed and saved; only the change is new on the disk', async () => {
    const app = await start()
    const { page } = app
    await button(page, 'Open…').click()
    await dialog(page, 'Open a model').getByRole('button', { name: 'model.yaml' }).dblclick()
    await untilDrawn(page)
    await write(page, withClasses(3))
    const before = [await isUnsaved(page), app.read('model.yaml') === yolov8]
    await press(page, 'Control+s')
    await untilSaved(page)
    expect([before, app.read('model.yaml'), app.errors]).toEqual([[true, true], withClasses(3), []])
  })

  test('a recent file opens with a click after a restart; one that is gone says so, and leaves the list', async () => {
    const home = temporaryFolder()
    const first = await startApp({ home, files: { 'model.yaml': yolov8, 'other.yaml': yolov8 } })
    for (const name of ['model.yaml', 'other.yaml']) await open(first.page, first.path(name))
    await first.close()
    rmSync(join(home, 'models/other.yaml'))
    const { page } = await start({ home, files: {} })
    await button(page, 'Close model.yaml').click()
    const recent = page.getByRole('region', { name: 'Recent files' })
    await recent.getByRole('listitem').first().waitFor()
    const listed = await recent.getByRole('listitem').allInnerTexts()
    await recent.getByRole('button', { name: /^other.yaml/ }).click()
    await alert(page, 'There is no file').waitFor()
    await button(page, 'Take other.yaml off the list').click()
    await recent.getByRole('button', { name: /^model.yaml/ }).click()
    await untilDrawn(page)
    expect([listed.map((text) => /other.*not there any more|model.*now/s.test(text)), await textOf(page)]).toEqual([[true, true], yolov8])
  })

  test('a template has no file until it is saved under a name; one that is taken is asked about', async () => {
    const app = await start()
    const { page } = app
    await button(page, 'yolov8 YOLOv8: the anchor-free detector of 2023. Three levels, C2f stages, a decoupled head.').click()
    await untilDrawn(page)
    await write(page, withClasses(7))
    await press(page, 'Control+s')
    const saveAs = dialog(page, 'Save as')
    await saveAs.getByLabel('Name').fill('model')
    await press(page, 'Enter')
    await dialog(page, 'Overwrite model.yaml?').getByRole('button', { name: 'Cancel' }).click()
    const untouched = app.read('model.yaml') === yolov8
    await saveAs.getByLabel('Name').fill('model')
    await press(page, 'Enter')
    await button(page, 'Overwrite').click()
    await untilSaved(page)
    await press(page, 'Control+Shift+s')
    await saveAs.getByLabel('Name').fill('copy.yaml')
    await press(page, 'Enter')
    await tab(page, 'copy.yaml').first().waitFor()
    expect([untouched, app.read('model.yaml'), app.read('copy.yaml')]).toEqual([true, withClasses(7), withClasses(7)])
  })

  test('a read-only file is marked, and its changes go elsewhere', async () => {
    const app = await start()
    const { page } = app
    chmodSync(app.path('model.yaml'), 0o444)
    await open(page, app.path('model.yaml'))
    await page.getByRole('img', { name: 'read-only' }).waitFor()
    await write(page, withClasses(3))
    await press(page, 'Control+s')
    const saveAs = dialog(page, 'Save as')
    await saveAs.getByText('model.yaml may not be written').waitFor()
    await saveAs.getByLabel('Name').fill('mine.yaml')
    await press(page, 'Enter')
    await untilSaved(page)
    const marks = await page.getByRole('img', { name: 'read-only' }).count()
    const told = await page.getByText('may not be written').count()
    expect([app.read('model.yaml'), app.read('mine.yaml'), marks, told]).toEqual([yolov8, withClasses(3), 0, 0])
  })

  test('a folder that was taken away is named, and saving works again once it is back', async () => {
    const app = await start()
    const { page } = app
    mkdirSync(app.path('sub'))
    app.write('sub/model.yaml', yolov8)
    await open(page, app.path('sub/model.yaml'))
    await write(page, withClasses(3))
    rmSync(app.path('sub'), { recursive: true })
    await press(page, 'Control+s')
    const told = alert(page, 'The folder is not there')
    await told.waitFor()
    mkdirSync(app.path('sub'))
    await told.getByRole('button', { name: 'Try again' }).click()
    await untilSaved(page)
    expect(app.read('sub/model.yaml')).toBe(withClasses(3))
  })

  test.runIf(mayMount())('a full disk leaves the old file whole and the text in the window', async () => {
    const app = await start()
    const { page } = app
    mkdirSync(app.path('disk'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', app.path('disk')])
    onTestFinished(() => void execFileSync('umount', ['-l', app.path('disk')]))
    app.write('disk/model.yaml', yolov8)
    const long = `${yolov8}${'# a remark\n'.repeat(8000)}`
    await open(page, app.path('disk/model.yaml'))
    await write(page, long)
    await press(page, 'Control+s')
    const told = alert(page, 'The disk is full')
    await told.waitFor()
    const onDisk = [app.read('disk/model.yaml') === yolov8, readdirSync(app.path('disk'))]
    await told.getByRole('button', { name: 'Save as…' }).click()
    // One folder up.
    await dialog(page, 'Save as').getByRole('button', { name: 'models' }).click()
    await press(page, 'Control+Enter')
    await dialog(page, 'Save as').getByRole('button', { name: 'Save', exact: true }).click()
    await button(page, 'Overwrite').click()
    await untilSaved(page)
    expect([onDisk, app.read('model.yaml')]).toEqual([[true, ['model.yaml']], long])
  })

  test('without a folder to write to, a new model is given to the browser as a download, and says so', async () => {
    const { page } = await start({ hasFolder: false })
    await button(page, 'New model').click()
    await page.getByRole('button', { name: /^yolov8 / }).click()
    await untilDrawn(page)
    await write(page, withClasses(3))
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Control+s')])
    await page.getByText('given to your browser as a download').waitFor()
    expect([download.suggestedFilename(), readFileSync(await download.path(), 'utf8'), await isUnsaved(page)]).toEqual([
      'yolov8.yaml',
      withClasses(3),
      true,
    ])
  })

  test('a file of the browser’s own machine is brought along; Save all saves it and every other changed model', async () => {
    const app = await edited()
    const { page } = app
    await press(page, 'Control+o')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, 'From this computer…').click()])
    await chooser.setFiles({ name: 'brought.yaml', mimeType: 'text/yaml', buffer: Buffer.from(withClasses(1)) })
    await page.locator('[aria-current="page"]', { hasText: 'brought.yaml' }).waitFor()
    await untilDrawn(page)
    await write(page, withClasses(2))
    await button(page, 'File').click()
    await page.getByRole('menuitem', { name: 'Save all' }).click()
    await dialog(page, 'Save as').getByRole('button', { name: 'Save', exact: true }).click()
    await untilSaved(page)
    expect([app.read('brought.yaml'), app.read('model.yaml')]).toEqual([withClasses(2), withClasses(3)])
  })

  test('a file dropped on the window is opened as a model without a place', async () => {
    const { page } = await start()
    const dropped = await page.evaluateHandle((text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'dropped.yaml'))
      return data
    }, withClasses(9))
    await page.locator('h1').dispatchEvent('drop', { dataTransfer: dropped })
    await untilDrawn(page)
    expect([await tab(page, 'dropped.yaml').count(), await textOf(page)]).toEqual([2, withClasses(9)])
  })
})

describe('another program writes the file', () => {
  test('a model without changes is loaded again, and undo brings the old text back', async () => {
    const app = await start()
    const { page } = app
    await open(page, app.path('model.yaml'))
    writeFromOutside(app, 'model.yaml', withClasses(7))
    await page.getByText('has been loaded again').waitFor()
    const [loaded, unsaved] = [await textOf(page), await isUnsaved(page)]
    await button(page, 'Undo').last().click()
    await untilText(page, yolov8)
    expect([loaded, unsaved, await isUnsaved(page)]).toEqual([withClasses(7), false, true])
  })

  test('changes here are not touched: saving is refused until the user has chosen', async () => {
    const app = await edited()
    const { page } = app
    writeFromOutside(app, 'model.yaml', withClasses(7))
    await page.getByText('you have changes of your own').waitFor()
    await press(page, 'Control+s')
    const told = alert(page, 'The file was changed meanwhile')
    await told.waitFor()
    const refused = app.read('model.yaml')
    await told.getByRole('button', { name: 'Overwrite' }).click()
    await untilSaved(page)
    expect([refused, app.read('model.yaml'), await page.getByText('you have changes of your own').count()]).toEqual([
      withClasses(7),
      withClasses(3),
      0,
    ])
  })

  test('both versions are compared side by side; the own one, once kept, is saved', async () => {
    const app = await edited()
    const { page } = app
    writeFromOutside(app, 'model.yaml', withClasses(7))
    await button(page, 'Compare').click()
    const compared = dialog(page, 'Two versions of model.yaml')
    const differing = await compared.locator('tr[data-same="false"] td[data-side]').allInnerTexts()
    await compared.getByRole('button', { name: 'Keep mine' }).click()
    await press(page, 'Control+s')
    await untilSaved(page)
    expect([differing, app.read('model.yaml')]).toEqual([['nc: 3 # classes', 'nc: 7 # classes'], withClasses(3)])
  })

  test('the other version, once taken, is in the window; undo brings the own one back', async () => {
    const app = await edited()
    const { page } = app
    writeFromOutside(app, 'model.yaml', withClasses(7))
    await button(page, 'Reload').click()
    await untilText(page, withClasses(7))
    const unsaved = await isUnsaved(page)
    await button(page, 'Undo: Edit YAML').click()
    expect([unsaved, await textOf(page)]).toEqual([false, withClasses(3)])
  })

  test('a file that was deleted stays open, unsaved, and can be put back', async () => {
    const app = await start()
    const { page } = app
    await open(page, app.path('model.yaml'))
    rmSync(app.path('model.yaml'))
    await page.getByText('was deleted or moved').waitFor()
    const unsaved = await isUnsaved(page)
    await button(page, 'Save it there again').click()
    await untilSaved(page)
    expect([unsaved, app.read('model.yaml'), await page.getByText('was deleted or moved').count()]).toEqual([true, yolov8, 0])
  })

  test('two windows on one file lose neither’s work', async () => {
    const app = await start()
    const { page } = app
    const other = await app.newWindow()
    for (const window of [page, other]) await open(window, app.path('model.yaml'))
    await write(page, withClasses(3))
    await press(page, 'Control+s')
    await untilText(other, withClasses(3))
    await write(other, withClasses(5))
    await write(page, withClasses(4))
    await press(page, 'Control+s')
    await other.getByText('you have changes of your own').waitFor()
    await press(other, 'Control+s')
    await alert(other, 'The file was changed meanwhile').waitFor()
    expect([app.read('model.yaml'), await textOf(other)]).toEqual([withClasses(4), withClasses(5)])
  })
})

describe('nothing is lost', () => {
  test('closing a changed model asks: Cancel keeps it, Save saves it, Don’t save leaves the file alone', async () => {
    const app = await edited()
    const { page } = app
    const question = dialog(page, 'Save the changes of model.yaml?')
    await press(page, 'Alt+w')
    await question.waitFor()
    await press(page, 'Escape')
    await question.waitFor({ state: 'detached' })
    const hasFocus = await page.getByRole('textbox', { name: /YAML/ }).evaluate((editor) => editor.contains(document.activeElement))
    const kept = await textOf(page)
    await button(page, 'Close model.yaml').click()
    await question.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('h1').waitFor()
    const saved = app.read('model.yaml')
    await open(page, app.path('model.yaml'))
    await write(page, withClasses(9))
    await press(page, 'Alt+w')
    await question.getByRole('button', { name: 'Don’t save' }).click()
    await page.locator('h1').waitFor()
    expect([hasFocus, kept, saved, app.read('model.yaml')]).toEqual([true, withClasses(3), withClasses(3), withClasses(3)])
  })

  test('the browser asks before it closes a window with changes, and not before it closes one without', async () => {
    const app = await edited()
    const { page } = app
    const asked: string[] = []
    page.on('dialog', (question) => {
      asked.push(question.type())
      void question.dismiss()
    })
    await page.close({ runBeforeUnload: true })
    await until(() => expect(asked).toEqual(['beforeunload']))
    await press(page, 'Control+s')
    await untilSaved(page)
    await page.close({ runBeforeUnload: true })
    await until(() => expect(page.isClosed()).toBe(true))
    expect(asked).toEqual(['beforeunload'])
  })

  test('what was typed is there again after the host was killed: text, path and mark; a model never saved too', async () => {
    const { page, path, data, restart, errors } = await startApart()
    await page.getByRole('button', { name: /^yolov8 / }).click()
    await untilDrawn(page)
    await write(page, withClasses(11))
    await open(page, path('model.yaml'))
    await write(page, withClasses(3))
    const since = Date.now()
    await until(() => expect(journalsIn(data)).toMatch(/nc: 11[^]*nc: 3|nc: 3[^]*nc: 11/))
    const recordedIn = Date.now() - since

    const again = await restart()
    await untilDrawn(again)
    const restored = [await tabNames(again), await textOf(again), await unsavedTabs(again)]
    await press(again, 'Control+s')
    await until(async () => expect(await unsavedTabs(again)).toBe(1))
    await tab(again, 'yolov8.yaml').first().click()
    await untilText(again, withClasses(11))
    await button(again, 'New model').click()
    const listed = await again.getByRole('region', { name: 'Not saved yet' }).count()
    expect([restored, listed, readFileSync(path('model.yaml'), 'utf8'), recordedIn < 2000, errors]).toEqual([
      [['yolov8.yaml', 'model.yaml'], withClasses(3), 2],
      0,
      withClasses(3),
      true,
      [],
    ])
  })

  test('where tabs are not reopened, what was not saved is on the start page to be taken up again', async () => {
    const { page: first, path, data, restart } = await startApart()
    await press(first, 'Control+,')
    await first.getByLabel('Reopen tabs').uncheck()
    await press(first, 'Escape')
    await first.getByRole('button', { name: /^yolov8 / }).click()
    await untilDrawn(first)
    await write(first, withClasses(11))
    await open(first, path('model.yaml'))
    await write(first, withClasses(3))
    await until(() => expect(journalsIn(data)).toMatch(/nc: 11[^]*nc: 3|nc: 3[^]*nc: 11/))

    const page = await restart()
    const kept = page.getByRole('region', { name: 'Not saved yet' })
    await kept.getByRole('listitem').nth(1).waitFor()
    const listed = (await kept.getByRole('listitem').allInnerTexts()).map((text) => text.split('\n').slice(0, 2))
    await kept
      .getByRole('listitem')
      .filter({ hasText: path('model.yaml') })
      .getByRole('button', { name: 'Restore' })
      .click()
    await untilText(page, withClasses(3))
    await button(page, 'New model').click()
    await kept.getByRole('button', { name: 'Restore' }).click()
    await untilText(page, withClasses(11))
    expect([listed, await unsavedTabs(page)]).toEqual([
      [
        ['model.yaml', path('model.yaml')],
        ['yolov8.yaml', 'never saved to a file'],
      ],
      2,
    ])
  })

  test('without the host the window goes on, and what was written meanwhile is kept when it is back', async () => {
    const app = await start()
    const tunnel = await openTunnel(app.server.port)
    onTestFinished(() => tunnel.close())
    const page = await openWindow(app.context, tunnel.address(app.server.newStartUrl()), app.errors)
    await open(page, app.path('model.yaml'))
    await focusText(page)
    tunnel.cut()
    const banner = page.getByText('You can go on working')
    await banner.waitFor()
    await write(page, withClasses(3))
    await press(page, 'Control+s')
    await alert(page, 'The connection is gone').waitFor()
    await button(page, 'Try now').click()
    tunnel.mend()
    await banner.waitFor({ state: 'detached' })
    await until(() => expect(journalsIn(app.dataFolder)).toContain('nc: 3'))
    await button(page, 'Try again').click()
    await untilSaved(page)
    await until(() => expect(journalsIn(app.dataFolder)).toBe(''))
    expect(app.read('model.yaml')).toBe(withClasses(3))
  })
})

describe('the tabs', () => {
  test('are there again after a restart, in their order, with what was not saved; a file that is gone is told', async () => {
    const { page: first, path, data, restart, errors } = await startApart(['model.yaml', 'other.yaml', 'gone.yaml'])
    await first.getByRole('button', { name: /^yolov8 / }).click()
    await untilDrawn(first)
    for (const name of ['model.yaml', 'gone.yaml', 'other.yaml']) await open(first, path(name))
    await tab(first, 'model.yaml').first().click()
    await write(first, withClasses(3))
    await until(() => expect(journalsIn(data)).toContain('nc: 3'))
    await tab(first, 'other.yaml').first().click()
    await until(() => expect(readFileSync(join(data, 'settings.json'), 'utf8')).toContain('"active": 3'))
    rmSync(path('gone.yaml'))

    const page = await restart()
    await untilDrawn(page)
    const there = [await tabNames(page), await page.locator('[aria-current="page"]').innerText(), await unsavedTabs(page)]
    await page.getByText('could not be opened again: gone.yaml').waitFor()
    const alerts = await page.locator('article[role=alert]').count()
    await tab(page, 'model.yaml').first().click()
    await untilText(page, withClasses(3))
    await tab(page, 'yolov8.yaml').first().click()
    await untilText(page, yolov8)
    expect([there, alerts, errors]).toEqual([[['yolov8.yaml', 'model.yaml', 'other.yaml'], 'other.yaml', 1], 0, []])
  })

  test('of an empty model that nobody changed is there again, and none is told as lost', async () => {
    const home = temporaryFolder()
    const first = await startApp({ home })
    await first.page.getByRole('button', { name: 'Empty model' }).click()
    await until(() => expect(readFileSync(join(first.dataFolder, 'settings.json'), 'utf8')).toContain('"active": 0'))
    await first.close()
    const again = await start({ home })
    await again.page.getByText('This model has no rows yet.').waitFor()
    expect([await tabNames(again.page), await again.page.locator('article').count(), again.errors]).toEqual([['model.yaml'], 0, []])
  })

  test('come with what they were compared with: a recipe with its stock model, a model with the one chosen; an earlier state stays behind', async () => {
    const { page: first, path, data, restart, errors } = await startApart()
    const choice = (page: Page) => page.getByRole('combobox', { name: 'Compared with' })
    const compared = (page: Page) => choice(page).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text)
    const marked = (page: Page) => page.locator('.react-flow__node [data-mark="added"]').count()
    await first.getByRole('button', { name: /^EMA in YOLOv8/ }).click()
    await until(async () => expect(await marked(first)).toBe(3))
    await open(first, path('model.yaml'))
    await choice(first).selectOption({ label: 'yolov8-p2' })
    await press(first, 'Control+k')
    await first.keyboard.type('GAM in YOLOv5')
    await press(first, 'Enter')
    await until(async () => expect(await compared(first)).toMatch(/^yolov5/))
    await choice(first).selectOption({ label: 'the opened state' })
    await until(() => expect(readFileSync(join(data, 'settings.json'), 'utf8').match(/"comparedTo"/g)?.length).toBe(2))

    const page = await restart()
    await untilDrawn(page)
    // The recipe put it before the user: no hand has arranged anything.
    await page.getByRole('tab', { name: 'Compare', selected: true }).waitFor()
    const gam = await compared(page)
    await tab(page, 'model.yaml').first().click()
    const chosen = await compared(page)
    await tab(page, 'yolov8-ema.yaml').first().click()
    await until(async () => expect(await marked(page)).toBe(3))
    expect([gam, chosen, await compared(page), errors]).toEqual(['the opened state', 'yolov8-p2.yaml', 'yolov8.yaml', []])
  })

  test('of the first window are kept for the next start; a second one begins at the start page, and has its own when it is loaded again', async () => {
    const home = temporaryFolder()
    const first = await startApp({ home, files: { 'model.yaml': yolov8, 'other.yaml': yolov8 } })
    await open(first.page, first.path('model.yaml'))
    const second = await first.newWindow()
    await open(second, first.path('other.yaml'))
    const inSecond = await tabNames(second)
    await second.reload()
    await untilDrawn(second)
    const reloaded = await tabNames(second)
    await first.close()
    const { page } = await start({ home, files: {} })
    await untilDrawn(page)
    expect([inSecond, reloaded, await tabNames(page)]).toEqual([['other.yaml'], ['other.yaml'], ['model.yaml']])
  })
})

/** A window on a server of its own process, which is killed and started again. */
async function startApart(names: readonly string[] = ['model.yaml']) {
  const home = temporaryFolder()
  const [data, files] = [join(home, 'data'), join(home, 'models')]
  mkdirSync(files)
  const path = (name: string) => join(files, name)
  for (const name of names) writeFileSync(path(name), yolov8)
  const server = await serveApart(data, files)
  onTestFinished(() => server.close())
  const context = await newContext(await startBrowser())
  onTestFinished(() => context.close())
  const errors: string[] = []
  const first = await server.start()
  const page = await openWindow(context, first.startUrl, errors)
  const restart = async () => {
    await first.kill()
    await page.getByText('The connection to Graft’s host is gone').waitFor()
    return openWindow(context, (await server.start()).startUrl, errors)
  }
  return { page, path, data, errors, restart }
}

test('theme and language hold in every window at once, and after a restart', async () => {
  const home = temporaryFolder()
  const first = await startApp({ home, files: { 'model.yaml': yolov8 } })
  const other = await first.newWindow()
  await button(first.page, 'Settings').click()
  await first.page.getByRole('radio', { name: 'Dark' }).click()
  await first.page.getByLabel('Language').selectOption('zh-CN')
  await dialog(first.page, '设置').waitFor()
  await other.getByRole('button', { name: '打开…' }).waitFor()
  const look = (page: Page) => page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).colorScheme])
  const now = [await look(first.page), await look(other)]
  await first.close()
  const { page, errors } = await start({ home, files: {} })
  expect([now, await look(page), errors]).toEqual([
    [
      ['zh-CN', 'dark'],
      ['zh-CN', 'dark'],
    ],
    ['zh-CN', 'dark'],
    [],
  ])
})

/** All that lies in the journals. */
function journalsIn(data: string): string {
  const names = existsSync(data) ? readdirSync(data, { recursive: true, encoding: 'utf8' }) : []
  return names
    .filter((name) => name.endsWith('.journal'))
    .map((name) => readFileSync(join(data, name), 'utf8'))
    .join('\n')
}

/** A small disk to fill takes root. */
function mayMount(): boolean {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    const place = temporaryMountPoint()
    if (place !== null) return true
  }
  console.log('Skipped: a full disk. Mounting a small one takes root on Linux.')
  return false
}

function temporaryMountPoint(): string | null {
  try {
    return execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt'], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return null
  }
}
