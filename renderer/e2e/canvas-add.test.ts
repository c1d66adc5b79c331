/** Rows added and wired on the canvas by hand and by keys, in a real browser: what is offered, what is said before, what is written. */
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type App, startApp, stopBrowser, textOf, totalsOf } from './app'

const stock = readFileSync('assets/models/yolov8.yaml', 'utf8')

type Point = readonly [x: number, y: number]

let app: App
let page: Page

beforeAll(async () => {
  app = await startApp({ files: { 'yolov8.yaml': stock }, hasFolder: false })
  page = app.page
  page.setDefaultTimeout(10_000)
  await card(22).waitFor()
}, 120_000)

beforeEach(async () => {
  await page.mouse.up()
  await page.keyboard.press('Escape')
  await ground().click({ position: { x: 12, y: 12 } })
  while ((await textOf(page)) !== stock) await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(23)
})

afterAll(async () => {
  expect(app.errors).toEqual([])
  await app.close()
  await stopBrowser()
})

const ground = () => page.locator('.react-flow__pane')
const card = (i: number) => page.getByRole('article', { name: new RegExp(`^Row ${i}:`) })
const link = (id: string) => page.locator(`.react-flow__edge[data-id="${id}"]`)
const menu = () => page.getByRole('dialog')
const items = () => menu().getByRole('option')
const tip = () => page.locator('[data-tip]')

/** The rows that the text holds now and the stock model does not. */
async function newRows(): Promise<string[]> {
  const rows = (text: string) => text.match(/^ *- \[.*?\](?= *(#|$))/gm)!.map((row) => row.trim().replace(/^- /, ''))
  const old = rows(stock)
  return rows(await textOf(page)).filter((row) => !old.includes(row))
}

const centreOf = async (element: Locator): Promise<Point> => {
  // Lists are drawn again while one types into their search.
  await expect.poll(() => element.boundingBox()).not.toBeNull()
  const { x, y, width, height } = (await element.boundingBox())!
  return [x + width / 2, y + height / 2]
}

/** A place of the canvas where nothing is. */
async function emptyPlace(): Promise<Point> {
  const { x, y, width } = (await page.locator('.react-flow').boundingBox())!
  return [x + width * 0.6, y + 14]
}

const middleOf = (id: string): Promise<Point> =>
  link(id)
    .locator('.react-flow__edge-interaction')
    .evaluate((element) => {
      const path = element as SVGPathElement
      const { x, y } = path.getPointAtLength(path.getTotalLength() / 2)
      const matrix = path.getScreenCTM()!
      return [x * matrix.a + matrix.e, y * matrix.d + matrix.f] as const
    })

/** Takes hold of something and moves it, as a hand does; it is let go with `page.mouse.up`. */
async function drag(from: Point, to: Point): Promise<void> {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move(from[0] + 6, from[1] + 2, { steps: 2 })
  await page.mouse.move(to[0] - 2, to[1], { steps: 8 })
  // What is dragged is told to be over something only when it moves on there.
  await page.mouse.move(...to, { steps: 2 })
}

/** Pulls a wire out of a card's right side. */
async function pullFrom(i: number, to: Point): Promise<void> {
  const { x, y, width, height } = (await card(i).boundingBox())!
  await drag([x + width, y + height / 2], to)
}

const undoName = () => page.getByRole('banner').getByRole('button', { name: /^Undo/ }).getAttribute('aria-label')

describe('the menu of blocks', () => {
  test('comes with a double click on empty canvas, takes arguments behind the name, and adds before the head as one named step', async () => {
    await page.mouse.dblclick(...(await emptyPlace()))
    await expect.poll(() => menu().innerText()).toContain('At the end, before the head')
    await page.keyboard.type('c2f 128')
    await expect.poll(() => items().first().innerText()).toContain('C2f')
    await page.keyboard.press('Enter')
    expect(await newRows()).toEqual(['[-1, 1, C2f, [128]]'])
    expect(await card(22).getAttribute('aria-label')).toContain('C2f')
    expect(await undoName()).toContain('Add C2f')
    await page.keyboard.press('ControlOrMeta+z')
    expect(await textOf(page)).toBe(stock)
  })

  test('comes with / behind the selected card, finds pinyin, is walked by arrows, and gives the new card the keyboard', async () => {
    await card(9).click()
    await page.keyboard.press('/')
    await expect.poll(() => menu().innerText()).toContain('Behind #9 SPPF')
    await page.keyboard.type('zbzyl')
    await expect.poll(() => items().first().innerText()).toContain('CoordAtt')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('ema')
    await expect.poll(() => items().first().innerText()).toContain('EMA')
    const second = (await items().nth(1).innerText()).split('\n')[0]!
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => menu().getByRole('option', { selected: true }).innerText()).toContain(second)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect
      .poll(newRows)
      .toEqual(['[-1, 1, EMA, []]', '[[-1, 13], 1, Concat, [1]]', '[[-1, 10], 1, Concat, [1]]', '[[16, 19, 22], 1, Detect, [nc]]'])
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('EMA')
  })

  test('what was used last stands first; Escape closes it and gives the keyboard back to the card', async () => {
    await card(4).click()
    await page.keyboard.press('/')
    await expect.poll(() => items().first().innerText()).toContain('EMA')
    await page.keyboard.press('Escape')
    await menu().waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('64×80×80')
    expect(await textOf(page)).toBe(stock)
  })

  test('comes with Tab where a hand clicked; people who came by keyboard are led on by Tab', async () => {
    await card(4).click()
    await page.keyboard.press('Tab')
    await expect.poll(() => menu().innerText()).toContain('Behind #4 C2f')
    await page.keyboard.press('Escape')
    await menu().waitFor({ state: 'detached' })
    await page.keyboard.press('Tab')
    expect(await menu().count()).toBe(0)
  })
})

describe('dropping on links', () => {
  const held = (name: string) => page.getByRole('group', { name: 'Blocks', exact: true }).getByRole('button', { name, exact: true })

  test('a block of the palette lights all links it would come into, with Alt the one below, and says so', async () => {
    await page.getByRole('searchbox', { name: 'Find a block' }).fill('EMA')
    await expect.poll(() => page.getByRole('group', { name: 'Blocks', exact: true }).getByRole('listitem').first().innerText()).toBe('EMA')
    await drag(await centreOf(held('EMA')), await middleOf('15-16-0'))
    await expect.poll(() => page.locator('.react-flow__edge [data-drop=true]').count()).toBe(2)
    expect(await tip().innerText()).toContain('behind #15 C2f, before the 2 rows that read it')
    await page.keyboard.down('Alt')
    const [x, y] = await middleOf('15-16-0')
    await page.mouse.move(x + 2, y, { steps: 2 })
    await expect.poll(() => page.locator('.react-flow__edge [data-drop=true]').count()).toBe(1)
    await page.mouse.up()
    await page.keyboard.up('Alt')
    await expect.poll(newRows).toEqual(['[-1, 1, EMA, []]', '[[15, 19, 22], 1, Detect, [nc]]'])
  })

  test('a card of the model is grafted elsewhere: its neighbours rejoin, and one undo takes it back', async () => {
    await drag(await centreOf(card(2)), await middleOf('18-19-0'))
    expect(await tip().innerText()).toContain('#2 C2f')
    await page.mouse.up()
    await expect.poll(async () => (await textOf(page)) !== stock).toBe(true)
    expect(await card(2).getAttribute('aria-label')).toContain('Conv')
    expect(await card(18).getAttribute('aria-label')).toContain('C2f')
    await page.keyboard.press('ControlOrMeta+z')
    expect(await textOf(page)).toBe(stock)
  })

  test('a card that is pushed a little onto a link beside it is moved, not grafted', async () => {
    const link = await middleOf('18-19-0')
    const [middle, box] = [await centreOf(card(2)), (await card(2).boundingBox())!]
    await page.mouse.move(middle[0], box.y + 3)
    await page.mouse.down()
    await page.keyboard.down('Control')
    await page.mouse.move(middle[0] + 6, box.y + 9, { steps: 2 })
    const begun = (await card(2).boundingBox())!
    await page.mouse.move(middle[0] + 6 + link[0] - begun.x - begun.width / 2, box.y + 9 + link[1] - 12 - begun.y - begun.height, {
      steps: 8,
    })
    await page.mouse.up()
    await page.keyboard.up('Control')
    await expect.poll(() => textOf(page)).toContain('at: [')
    const now = (await card(2).boundingBox())!
    await drag([link[0], now.y + now.height - 3], [link[0], link[1]])
    expect(await tip().count()).toBe(0)
    await page.mouse.up()
    await expect.poll(undoName).toContain('Move')
    expect(await newRows()).toEqual([])
  })

  test('by keyboard, the selection is put onto a link of a list', async () => {
    await card(4).click()
    await page.keyboard.press('g')
    await page.keyboard.type('#18')
    await expect.poll(() => items().first().innerText()).toContain('#17 Concat → #18 C2f')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await textOf(page)) !== stock).toBe(true)
    expect(await undoName()).toContain('Graft C2f elsewhere')
  })
})

describe('wires', () => {
  test('a loose end on empty canvas asks for blocks that fit and connects the one that is chosen', async () => {
    await pullFrom(9, await emptyPlace())
    await expect.poll(() => tip().innerText()).toContain('add a block that fits')
    await page.mouse.up()
    await expect.poll(() => menu().innerText()).toContain('Reads #9 SPPF')
    await page.keyboard.type('concat')
    await expect.poll(() => items().first().innerText()).toContain('Concat')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('nn.Linear')
    await expect.poll(() => items().filter({ hasText: 'nn.Linear' }).count()).toBe(0)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('conv 320 3 2')
    await expect.poll(() => items().first().innerText()).toContain('Conv')
    await expect.poll(() => menu().innerText()).toContain('Gives 80×10×10')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await newRows())[0]).toBe('[-1, 1, Conv, [320, 3, 2]]')
    expect(await card(11).getAttribute('aria-label')).toContain('Upsample')
  })

  test('targets say in advance what would happen; a refused one names both shapes and leaves the text alone', async () => {
    await pullFrom(9, await centreOf(card(11)))
    await expect.poll(() => tip().innerText()).toContain('40×40 from row 10 and 20×20 from row 9')
    expect(await page.locator('[data-wire=refused]').count()).toBeGreaterThan(3)
    expect(await page.locator('[data-wire=ok]').count()).toBeGreaterThan(3)
    await page.mouse.up()
    expect(await textOf(page)).toBe(stock)
  })

  test('a refused one is connected all the same with Alt, and what closes the gap is offered at the card', async () => {
    await pullFrom(9, await centreOf(card(12)))
    await page.mouse.move(...(await centreOf(card(11))), { steps: 4 })
    await page.keyboard.down('Alt')
    await page.mouse.up()
    await page.keyboard.up('Alt')
    await expect.poll(async () => (await newRows()).length).toBe(1)
    expect((await newRows())[0]).toContain('9')
  })

  test('a row that joins has one input more than links: a wire dropped there adds a link', async () => {
    await pullFrom(9, await centreOf(card(12)))
    const free = page.getByRole('img', { name: 'New input of row 20' })
    await page.mouse.move(...(await centreOf(free)), { steps: 6 })
    await expect.poll(() => tip().innerText()).toContain('It then gives 640×20×20')
    await page.mouse.up()
    await expect.poll(newRows).toEqual(['[[-1, 9, 9], 1, Concat, [1]]'])
  })

  test('the beginning of a link moves to another row', async () => {
    await drag(await centreOf(link('9-20-1').locator('.react-flow__edgeupdater-source')), await centreOf(card(8)))
    await expect.poll(() => tip().innerText()).toContain('#8 C2f')
    await page.mouse.up()
    await expect.poll(newRows).toEqual(['[[-1, 8], 1, Concat, [1]]'])
  })

  test('the end of a link moves to another input; its own row goes without', async () => {
    await drag(await centreOf(page.getByRole('img', { name: 'Input 1 of row 17' })), await centreOf(card(16)))
    await expect.poll(() => tip().innerText()).toContain('#12 C2f (128×40×40) → #16 Conv')
    await page.mouse.up()
    await expect.poll(newRows).toEqual(['[12, 1, Conv, [256, 3, 2]]', '[[-1], 1, Concat, [1]]'])
  })

  test('the end of a link is dropped beside the model: the link goes where its row can do without', async () => {
    await drag(await centreOf(page.getByRole('img', { name: 'Input 1 of row 11' })), await emptyPlace())
    await expect.poll(() => tip().innerText()).toContain('take the link away')
    await page.mouse.up()
    await expect.poll(newRows).toEqual(['[[-1], 1, Concat, [1]]'])
  })

  test('by keyboard, rows are connected from a list that says which fit, and which must change places', async () => {
    await card(4).click()
    await page.keyboard.press('/')
    await page.keyboard.type('ema')
    await expect.poll(() => items().first().innerText()).toContain('EMA')
    await page.keyboard.press('Alt+Enter')
    await expect.poll(() => card(5).getAttribute('aria-label')).toContain('EMA')
    await card(7).click()
    await page.keyboard.press('c')
    await page.keyboard.type('#5')
    await expect.poll(() => menu().innerText()).toContain('Fits when rows change places')
    await page.keyboard.press('Enter')
    await expect.poll(() => card(7).getAttribute('aria-label')).toContain('EMA')
    expect(await page.getByText(/Rows changed places/).count()).toBe(1)
    expect(await undoName()).toContain('Connect #7 to #5')
  })
})

describe('deleting', () => {
  test('a row that changed the size leaves a gap at the card that reads it, and a button there closes it', async () => {
    const totals = await totalsOf(page)
    await card(10).click()
    await page.keyboard.press('Delete')
    const gap = page.getByRole('alert', { name: 'Gap at row 10' })
    await expect.poll(() => gap.innerText()).toContain('20×20 from row 9 and 40×40 from row 6')
    const [x, y] = await centreOf(gap)
    const [cardX, cardY] = await centreOf(card(10))
    expect(Math.hypot(x - cardX, y - cardY)).toBeLessThan(300)
    await gap.getByRole('button', { name: /Upsample/ }).click()
    await expect.poll(() => totalsOf(page)).toBe(totals)
    expect(await gap.count()).toBe(0)
  })

  test('a link that is clicked goes with Delete; a row’s only one is kept and the window says why', async () => {
    await page.mouse.click(...(await middleOf('9-20-1')))
    await expect.poll(() => page.locator('.react-flow__edge.selected').count()).toBe(1)
    await page.keyboard.press('Delete')
    await expect.poll(newRows).toEqual(['[[-1], 1, Concat, [1]]'])
    await page.mouse.click(...(await middleOf('18-19-0')))
    await page.keyboard.press('Delete')
    await expect.poll(() => page.getByText('cannot be taken away').count()).toBe(1)
  })

  test('links of the selected card are reached by Tab, have names, and are chosen by Enter', async () => {
    await card(20).click()
    const near = link('9-20-1')
    expect([await near.getAttribute('tabindex'), await near.getAttribute('aria-label')]).toEqual(['0', 'From row 9 to row 20, 256×20×20'])
    await near.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Delete')
    await expect.poll(newRows).toEqual(['[[-1], 1, Concat, [1]]'])
  })
})
