/** What one reads and changes beside the canvas: summary, inspector, issues, find and replace; by keyboard and pointer. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import zh from '../../assets/locales/zh.json'
import { fusedLine, markdownTable, summaryLine, textTable } from '../../graph-core/exporters/table'
import { analyze } from '../../graph-core/analysis'
import { readDocument } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { type App, startApp, stopBrowser, textOf } from './app'
import { focusText } from './yaml'

vi.setConfig({ testTimeout: 60_000 })
afterAll(stopBrowser)

const stock = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')
const report = analyze(readDocument(stock, { path: 'yolov8.yaml' }), builtin, {})

let app: App
let page: Page

async function open(files: Readonly<Record<string, string>> = {}, locale = 'en-US'): Promise<void> {
  app = await startApp({ files, context: { locale, permissions: ['clipboard-read', 'clipboard-write'] } })
  page = app.page
  const [file] = Object.keys(files)
  const name = file === undefined ? /^yolov8 / : new RegExp(`^${file}`)
  if (file === undefined) await page.getByRole('button', { name }).click()
  else {
    await page.keyboard.press('Control+o')
    await page.getByRole('dialog').getByText(file).first().dblclick()
  }
  await page.locator('.react-flow__node').first().waitFor()
}

afterEach(async () => {
  const { errors } = app
  await app.close()
  expect(errors).toEqual([])
})

const rows = () => page.getByRole('grid', { name: 'Layer table' })
const row = (i: number) => rows().locator(`tbody tr:has(td:first-child:text-is("${i}"))`)
const selected = () =>
  rows()
    .locator('tbody tr[aria-selected=true] td:first-child')
    .allInnerTexts()
    .then((all) => all.map(Number).sort((a, b) => a - b))
const inspector = () => page.locator('[data-panel=inspector]')
const field = (name: string) => inspector().getByRole('textbox', { name, exact: true })
const undoName = () => page.getByRole('button', { name: /^Undo/ }).getAttribute('aria-label')

describe('the summary', () => {
  beforeEach(() => open())

  test('ends as the target prints it, and has the totals of every scale; a click looks at one', async () => {
    await page.getByText(summaryLine(report), { exact: true }).waitFor()
    await page.getByText(fusedLine(report)!, { exact: true }).waitFor()
    const scales = page.getByRole('table', { name: 'Totals at every scale' })
    await scales.locator('tbody tr').nth(4).waitFor()
    const printed = await scales.locator('tbody tr').evaluateAll((all) => all.map((each) => (each as HTMLElement).innerText.split(/\s+/)))
    expect(printed).toEqual(
      ['n', 's', 'm', 'l', 'x'].map((scale) => {
        const { layers, params, gflops } = analyze(readDocument(stock), builtin, { scale }).totals
        return [scale, String(layers), params.toLocaleString('en-US'), gflops!.toFixed(1)]
      }),
    )
    await scales.getByRole('button', { name: 'm', exact: true }).click()
    await page.getByText(/YOLOv8m summary:/).waitFor()
  })

  test('sorts by a column, says so, and arrows go through it as it is sorted', async () => {
    const head = rows().getByRole('columnheader', { name: 'params' })
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    await rows().focus()
    await page.keyboard.press('Home')
    const largest = [...report.rows].sort((a, b) => b.params - a.params).map(({ i }) => i)
    await expect.poll(selected).toEqual([largest[0]])
    await page.keyboard.press('ArrowDown')
    await expect.poll(selected).toEqual([largest[1]])
    await page.keyboard.press('Shift+ArrowDown')
    await expect.poll(selected).toEqual([largest[1]!, largest[2]!].sort((a, b) => a - b))
    expect(await inspector().getByRole('heading').innerText()).toContain('2 rows')
  })

  test('shows the columns that are wanted, chosen by keyboard and remembered', async () => {
    const heads = (from = page) => from.getByRole('grid', { name: 'Layer table' }).getByRole('columnheader').allInnerTexts()
    await page.setViewportSize({ width: 1900, height: 900 })
    await expect.poll(async () => (await heads()).length).toBe(10)
    const before = await heads()
    const chooser = page.getByRole('button', { name: 'Columns', exact: true })
    await chooser.focus()
    await page.keyboard.press('Enter')
    // The menu moves the focus a moment after the key.
    const until = (role: 'menuitem' | 'menuitemcheckbox', name: string) =>
      page.getByRole(role, { name, exact: true }).and(page.locator(':focus')).waitFor()
    await until('menuitemcheckbox', 'from')
    await page.keyboard.press('ArrowDown')
    await until('menuitemcheckbox', 'n')
    await page.keyboard.press('Enter')
    await page.keyboard.press('End')
    await until('menuitem', 'Show all columns')
    await page.keyboard.press('ArrowUp')
    await until('menuitemcheckbox', 'share')
    for (const key of ['Space', 'Escape']) await page.keyboard.press(key)
    const chosen = before.filter((name) => name !== 'n' && name !== 'share')
    await expect.poll(() => heads()).toEqual(chosen)
    const cells = await rows().locator('tbody tr').first().getByRole('gridcell').allInnerTexts()
    // Each column's cells stand under its head.
    const offsets = await rows().evaluate((grid) => {
      const left = (each: Element) => Math.round(each.getBoundingClientRect().left)
      return [...grid.querySelectorAll('th')].map((head, k) => left(head) - left(grid.querySelectorAll('tbody tr:first-child td')[k]!))
    })
    const another = await app.newWindow()
    await another.getByRole('button', { name: /^yolov8 / }).click()
    await expect.poll(() => heads(another)).toEqual(chosen)
    await chooser.press('Enter')
    await until('menuitemcheckbox', 'from')
    await page.keyboard.press('End')
    await until('menuitem', 'Show all columns')
    await page.keyboard.press('Enter')
    await expect.poll(() => heads()).toEqual(before)
    expect([before.length, cells.length, new Set(offsets)]).toEqual([10, 8, new Set([0])])
  })

  test('is copied as text and as Markdown', async () => {
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await expect.poll(clipboard).toBe(textTable(report))
    await page
      .getByRole('region')
      .getByRole('button', { name: 'Copy as Markdown' })
      .or(page.getByRole('button', { name: 'Copy as Markdown' }))
      .first()
      .click()
    await expect.poll(clipboard).toBe(markdownTable(report))
  })
})

test('a table of a thousand rows draws those in view, and brings one that is found into it', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => `  - [-1, 1, ${i === 700 ? 'SPPF, [64, 5]' : 'Conv, [64, 3, 1]'}]`)
  await open({ 'long.yaml': `nc: 80\nbackbone:\n${many.join('\n')}\nhead:\n  - [-1, 1, nn.Upsample, [None, 2, nearest]]\n` })
  await row(0).waitFor()
  expect([await rows().getAttribute('aria-rowcount'), (await rows().locator('tbody tr').count()) < 100]).toEqual(['1002', true])
  await page.keyboard.press('Control+f')
  await page.keyboard.type('sppf')
  await page.keyboard.press('Enter')
  await expect.poll(selected).toEqual([700])
  // Both follow: the table, and the canvas.
  await expect.poll(() => row(700).isVisible()).toBe(true)
  await expect.poll(() => page.locator('.react-flow__node.selected').isVisible()).toBe(true)
})

describe('the inspector', () => {
  beforeEach(() => open())

  test('writes an argument by a step, as the arithmetic says, and takes it back by one undo', async () => {
    await row(3).click()
    await field('c2').focus()
    expect(await inspector().getByText('256 → min(256, 1024) × 0.25 = 64 → 64').isVisible()).toBe(true)
    await page.keyboard.press('ArrowUp')
    await inspector().getByText('288 → min(288, 1024) × 0.25 = 72 → 72').waitFor()
    expect(await textOf(page)).toBe(stock.replace('Conv, [256, 3, 2]] # 3-P3/8', 'Conv, [288, 3, 2]] # 3-P3/8'))
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => textOf(page)).toBe(stock)
  })

  test('says beside a field what is expected, and writes nothing until it is', async () => {
    await row(3).click()
    await field('g').fill('2.5')
    await page.keyboard.press('Enter')
    expect([await inspector().getByRole('alert').innerText(), await field('g').getAttribute('aria-invalid'), await textOf(page)]).toEqual([
      'A whole number is expected here.',
      'true',
      stock,
    ])
    await page.keyboard.press('Escape')
    await expect.poll(() => field('g').inputValue()).toBe('')
    expect(await field('g').getAttribute('placeholder')).toBe('1')
  })

  test('turns a switch, and sets it back to its default', async () => {
    await row(2).click()
    const shortcut = inspector().getByRole('switch', { name: 'shortcut' })
    expect(await shortcut.isChecked()).toBe(true)
    await inspector().getByRole('button', { name: 'Set shortcut back to its default, False' }).click()
    await expect.poll(() => shortcut.isChecked()).toBe(false)
    expect(await textOf(page)).toBe(stock.replace('C2f, [128, True]', 'C2f, [128]'))
    await shortcut.focus()
    await page.keyboard.press('Space')
    await expect.poll(() => textOf(page)).toBe(stock)
  })

  test('changes several rows as one step, and shows where they differ', async () => {
    await row(3).click()
    await row(5).click({ modifiers: ['Control'] })
    await row(7).click({ modifiers: ['Control'] })
    await inspector().getByText('3 rows').first().waitFor()
    expect([await field('c2').getAttribute('placeholder'), await field('k').inputValue()]).toEqual(['mixed', '3'])
    await field('k').fill('5')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await textOf(page)).match(/Conv, \[\d+, 5, 2\]/g)?.length).toBe(3)
    expect(await undoName()).toBe('Undo: Change k of 3 rows')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => textOf(page)).toBe(stock)
  })

  test('has the row at every scale, and lets what it reads be chosen', async () => {
    await row(14).click()
    const table = inspector().getByRole('table', { name: 'This row at every scale' })
    await table.scrollIntoViewIfNeeded().catch(() => undefined)
    await inspector().getByRole('button', { name: 'Delete row' }).scrollIntoViewIfNeeded()
    await table.locator('tbody tr').nth(4).waitFor()
    expect((await table.locator('tbody tr').last().innerText()).split(/\t/)[3]).toBe('960×80×80')
    await inspector().getByRole('combobox', { name: 'Input 2' }).selectOption('3')
    await expect.poll(() => textOf(page)).toBe(stock.replace('[[-1, 4], 1, Concat', '[[-1, 3], 1, Concat'))
  })

  test('shows the model while nothing is selected, and changes its scales with undo', async () => {
    await field('width of scale n').fill('0.5')
    await page.keyboard.press('Enter')
    await expect.poll(() => textOf(page)).toBe(stock.replace('n: [0.33, 0.25, 1024]', 'n: [0.33, 0.5, 1024]'))
    await field('nc').fill('none')
    await page.keyboard.press('Enter')
    expect(await field('nc').getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => textOf(page)).toBe(stock)
  })
})

describe('find and replace', () => {
  const found = () => page.locator('[data-panel=canvas] [data-found]').count()
  const bar = () => page.getByRole('search', { name: 'Find and replace' })

  test('goes through matches by keyboard, marks them on canvas and in the summary, and lets go with Escape', async () => {
    await open()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('c2f')
    await expect.poll(found).toBe(8)
    expect(await rows().locator('tr[data-found]').count()).toBe(8)
    await page.keyboard.press('Enter')
    await expect.poll(selected).toEqual([2])
    await page.keyboard.press('F3')
    await expect.poll(selected).toEqual([4])
    for (const key of ['Shift+F3', 'Shift+Enter']) await page.keyboard.press(key)
    await expect.poll(selected).toEqual([21])
    expect(await bar().getByText('8 of 8').isVisible()).toBe(true)
    await page.keyboard.press('Alt+Enter')
    await expect.poll(selected).toEqual([2, 4, 6, 8, 12, 15, 18, 21])
    await page.keyboard.press('Escape')
    expect([await bar().count(), await found()]).toEqual([0, 0])
  })

  test('replaces a block in all matches by keyboard: says what that does before, does that, and is one step', async () => {
    await open()
    await page.keyboard.press('Control+h')
    await page.keyboard.type('^C2f$')
    await bar().getByRole('button', { name: 'Regular expression' }).focus()
    await page.keyboard.press('Space')
    await bar().getByRole('combobox', { name: 'Replace by this block' }).focus()
    await page.keyboard.type('C3')
    const outcome = bar().getByRole('status', { name: 'What replacing would do' })
    await expect.poll(() => outcome.innerText()).toContain('2,632,400')
    await page.keyboard.press('Enter')
    await page
      .getByRole('status', { name: /Totals/ })
      .getByText('2,632,400')
      .waitFor()
    expect([await undoName(), (await textOf(page)).match(/\bC3, /g)?.length]).toEqual(['Undo: Replace 8 rows by C3', 8])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => textOf(page)).toBe(stock)
  })

  test('replaces values in the selected rows, and leaves the others', async () => {
    await open()
    await row(3).click()
    await inspector().getByRole('button', { name: 'Replace by another block…' }).click()
    await page.keyboard.type('256')
    await bar().getByRole('radio', { name: 'Values' }).click()
    await bar().getByRole('textbox', { name: 'Replace by this value' }).fill('320')
    await bar().getByRole('button', { name: 'Replace in a row' }).click()
    await expect.poll(() => textOf(page)).toBe(stock.replace('Conv, [256, 3, 2]] # 3-P3/8', 'Conv, [320, 3, 2]] # 3-P3/8'))
  })

  test('leaves Ctrl F to the text editor where that has the keyboard', async () => {
    await open()
    await focusText(page)
    await page.keyboard.press('Control+f')
    await page.locator('.monaco-editor .find-widget.visible').waitFor()
    expect(await bar().count()).toBe(0)
  })

  test('speaks Chinese, and finds a title and a block by its Chinese name', async () => {
    const text = stock.replace('SPPF, [1024, 5]] # 9', 'SPPF, [1024, 5]] # 9\n  - [-1, 1, CoordAtt, []]')
    await open({ 'ca.yaml': text }, 'zh-CN')
    await page.keyboard.press('Control+f')
    await page.keyboard.insertText('坐标注意力')
    await page.getByRole('search', { name: '查找和替换' }).getByText('1 行').waitFor()
    await page.keyboard.press('Enter')
    await page
      .locator('[data-panel=inspector]')
      .getByRole('heading', { name: /CoordAtt/ })
      .waitFor()
  })
})

test('in a Chinese window a failed card, and errors that a replacement would make, say first what is wrong in Chinese', async () => {
  const { shape, row: ofRow } = zh.issue
  await open({ 'bad.yaml': stock.replace('Detect, [nc]', 'Detct, [nc]') }, 'zh-CN')
  const said = await page.locator('.react-flow__node article[data-failed=true]').first().getAttribute('title')
  await page.keyboard.press('Control+h')
  await page.keyboard.type('Upsample')
  await page.getByRole('combobox', { name: zh.find.byBlock }).fill('nn.Identity')
  const outcome = page.getByRole('status', { name: zh.find.outcome })
  await outcome.getByText(shape.concat.title).waitFor()
  const [title, detail, cure] = said!.split('\n')
  expect([title, detail, cure]).toEqual([
    ofRow['unknown-module'].title,
    expect.stringContaining('Detct (row 22)'),
    ofRow['unknown-module'].cure,
  ])
})

test('issues stand in groups, the worst first; they are filtered, and arrows and Enter lead to a row', async () => {
  await open({
    'bad.yaml': 'nc: 80\nbackbone:\n  - [-1, 1, Conv, [64, big, 2]]\n  - [-1, 1, Nothing, [64]]\nhead:\n  - [-1, 1, CoordAtt, []]\n',
  })
  await page.getByRole('tab', { name: /Issues/ }).click()
  const panel = page.locator('[data-panel=issues]')
  const codes = () => panel.locator('li code').allInnerTexts()
  expect(await codes()).toEqual(['arg.wrong-type', 'row.unknown-module', 'row.not-in-target'])
  await panel.getByRole('list').first().getByRole('button').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page
    .locator('[data-panel=inspector]')
    .getByRole('heading', { name: /Nothing/ })
    .waitFor()
  await panel.getByRole('button', { name: '2 errors' }).click()
  await expect.poll(codes).toEqual(['row.not-in-target'])
  await panel.getByRole('button', { name: '2 errors' }).click()
  await panel.getByRole('searchbox', { name: 'Filter issues' }).fill('big')
  await expect.poll(codes).toEqual(['arg.wrong-type'])
})
