/** What hands and keys do to the cards that are there, in a real browser: choosing, moving, copying, naming, muting, framing. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { type App, startApp, stopBrowser, textOf } from './app'

afterAll(stopBrowser)
vi.setConfig({ testTimeout: 60_000 })

const stock = readFileSync('assets/models/yolov8.yaml', 'utf8')
const rowLine = (text: string, wanted: RegExp) => text.split('\n').filter((line) => wanted.test(line))

/** YOLOv8 on the canvas, with the keyboard nowhere. */
async function start(text = stock, cards = 23): Promise<App & { hands: Hands }> {
  const app = await startApp({
    files: { 'model.yaml': text },
    hasFolder: false,
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  onTestFinished(async () => {
    expect(app.errors).toEqual([])
    await app.close()
  })
  await app.page
    .locator('.react-flow__node article')
    .nth(cards - 1)
    .waitFor()
  return { ...app, hands: handsOn(app.page) }
}

type Hands = ReturnType<typeof handsOn>

function handsOn(page: Page) {
  const card = (row: number) => page.locator('.react-flow__node:has(article)').nth(row)
  const boxOf = async (row: number) => (await card(row).boundingBox())!
  const middle = async (row: number) => {
    const { x, y, width, height } = await boxOf(row)
    return [x + width / 2, y + height / 2] as const
  }
  const drag = async (from: readonly [number, number], by: readonly [number, number], button: 'left' | 'middle' = 'left') => {
    await page.mouse.move(...from)
    await page.mouse.down({ button })
    await page.mouse.move(from[0] + by[0] / 2, from[1] + by[1] / 2, { steps: 4 })
    await page.mouse.move(from[0] + by[0], from[1] + by[1], { steps: 4 })
    await page.mouse.up({ button })
  }
  return {
    card,
    boxOf,
    middle,
    drag,
    press: (keys: string) => page.keyboard.press(keys),
    /** The rows whose cards are marked as selected. */
    selected: () =>
      page
        .locator('.react-flow__node article[data-selected="true"] header small')
        .evaluateAll((numbers) => numbers.map((each) => Number(each.textContent))),
    /** A place of the canvas with nothing on it, right of the cards of P1. */
    empty: async () => {
      const { x, y, width, height } = await boxOf(0)
      return [x + 3 * width, y + height / 2] as const
    },
    /** Where the picture is and how large. */
    view: () => page.locator('.react-flow__viewport').evaluate((element) => getComputedStyle(element).transform),
    undo: () => page.keyboard.press('ControlOrMeta+z'),
  }
}

/** Where the file says that cards stand. */
const places = (text: string): Record<string, readonly [number, number]> =>
  Object.fromEntries<readonly [number, number]>(
    [...text.matchAll(/(\d+): \{ module: \S+, at: \[(-?\d+), (-?\d+)\]/g)].map(([, row, x, y]) => [row!, [Number(x), Number(y)]] as const),
  )

test('a click chooses one card, Shift and Ctrl add and take away, a click beside all chooses none', async () => {
  const { hands, page } = await start()
  await hands.card(4).click()
  await expect.poll(hands.selected).toEqual([4])
  await hands.card(6).click({ modifiers: ['Shift'] })
  await hands.card(9).click({ modifiers: ['ControlOrMeta'] })
  await expect.poll(hands.selected).toEqual([4, 6, 9])
  await hands.card(6).click({ modifiers: ['Shift'] })
  await expect.poll(hands.selected).toEqual([4, 9])
  await hands.card(9).click()
  await expect.poll(hands.selected).toEqual([9])
  await page.mouse.click(...(await hands.empty()))
  await expect.poll(hands.selected).toEqual([])
})

test('a box chooses what it touches, with Shift beside what was chosen; Ctrl A chooses all, Escape none', async () => {
  const { hands, page } = await start()
  const p2 = await hands.boxOf(1)
  await hands.drag([p2.x - 8, p2.y - 6], [3 * p2.width, p2.height + 10])
  await expect.poll(hands.selected).toEqual([1, 2])
  const p1 = await hands.boxOf(0)
  await page.keyboard.down('Shift')
  await hands.drag([p1.x + 2 * p1.width, p1.y - 6], [-1.5 * p1.width, p1.height])
  await page.keyboard.up('Shift')
  await expect.poll(hands.selected).toEqual([0, 1, 2])
  await hands.press('ControlOrMeta+a')
  await expect.poll(async () => (await hands.selected()).length).toBe(23)
  await hands.press('Escape')
  await expect.poll(hands.selected).toEqual([])
})

test('Space and the middle button move the picture, a wheel zooms it, Shift and two fingers move it; nothing is chosen by that', async () => {
  const { hands, page } = await start()
  const move = async (act: () => Promise<unknown>) => {
    const [, , , , x, y] = (await hands.view()).match(/-?[\d.]+/g)!.map(Number)
    await act()
    await expect
      .poll(async () =>
        (await hands.view())
          .match(/-?[\d.]+/g)!
          .slice(4)
          .map(Number),
      )
      .not.toEqual([x, y])
    const now = (await hands.view()).match(/-?[\d.]+/g)!.map(Number)
    return [Math.round(now[4]! - x!), Math.round(now[5]! - y!)]
  }
  const place = await hands.empty()
  expect(await move(() => hands.drag(place, [60, 30], 'middle'))).toEqual([60, 30])
  expect(
    await move(async () => {
      await page.keyboard.down('Space')
      await hands.drag(await hands.middle(4), [40, -20])
      await page.keyboard.up('Space')
    }),
  ).toEqual([40, -20])
  await page.keyboard.down('Shift')
  expect(await move(() => page.mouse.wheel(0, 50))).toEqual([-50, 0])
  await page.keyboard.up('Shift')
  const twoFingers = { deltaX: 12, deltaY: 7 }
  expect(
    await move(() =>
      page.locator('.react-flow__pane').evaluate((pane, { deltaX, deltaY }) => {
        pane.dispatchEvent(new WheelEvent('wheel', { deltaX, deltaY, bubbles: true, cancelable: true }))
      }, twoFingers),
    ),
  ).toEqual([-12, -7])
  const zoom = async () => Number((await hands.view()).match(/[\d.]+/)![0])
  const before = await zoom()
  await page.mouse.wheel(0, -100)
  await expect.poll(zoom).toBeGreaterThan(before)
  expect(await hands.selected()).toEqual([])
  expect(await textOf(page)).toBe(stock)
})

test('several cards are dragged together, their links follow, nothing is analysed on the way, and it is one step', async () => {
  const { hands, page } = await start()
  await hands.card(1).click()
  await hands.card(2).click({ modifiers: ['Shift'] })
  const linkOf = () => page.locator('.react-flow__edge[data-id="1-2-0"] .react-flow__edge-path').getAttribute('d')
  const [line, before] = [await linkOf(), await reportOf(page)]
  const [from, to] = [await hands.boxOf(1), await hands.middle(2)]
  await page.mouse.move(...to)
  await page.mouse.down()
  // Freely, so that how far they go is known.
  await page.keyboard.down('Control')
  for (let step = 1; step <= 12; step++) await page.mouse.move(to[0] + 25 * step, to[1] - 8 * step)
  await expect.poll(linkOf).not.toBe(line)
  expect(await before.evaluate((report, now) => report === now, await reportOf(page))).toBe(true)
  await page.mouse.up()
  await page.keyboard.up('Control')
  await expect.poll(async () => Object.keys(places(await textOf(page)))).toEqual(['1', '2'])
  expect(await before.evaluate((report, now) => report === now, await reportOf(page))).toBe(true)
  const now = await hands.boxOf(1)
  // A drag begins where the hand is beyond doubt about it, a step behind.
  expect([Math.round(now.x - from.x), Math.round(now.y - from.y)]).toEqual([275, -88])
  await hands.undo()
  expect(await textOf(page)).toBe(stock)
})

/** The report of the model that is looked at, as the components have it. */
const reportOf = (page: Page) =>
  page.locator('header [role="status"]').evaluateHandle((element) => {
    type Fiber = { readonly return: Fiber | null; readonly memoizedProps: { value?: { getSnapshot?: () => { report?: object } } } | null }
    const key = Object.keys(element).find((name) => name.startsWith('__reactFiber$'))!
    let fiber = (element as unknown as Record<string, Fiber | null>)[key]
    for (; fiber; fiber = fiber.return) {
      const report = fiber.memoizedProps?.value?.getSnapshot?.().report
      if (report !== undefined) return report
    }
    throw new Error('expected a model to be open')
  })

test('arrows move the chosen cards a little and with Shift more; presses without a pause are one step', async () => {
  const { hands, page } = await start()
  await hands.card(0).click()
  const x = await hands.card(0).evaluate((node) => new DOMMatrix(getComputedStyle(node).transform).e)
  for (const keys of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowRight']) await hands.press(keys)
  await expect.poll(async () => places(await textOf(page))['0']?.[0]).toBe(x + 4 + 4 + 24 + 4)
  await hands.undo()
  expect(await textOf(page)).toBe(stock)
})

test('Alt drags a copy off a card, which reads what the card reads and stands where it is dropped', async () => {
  const { hands, page } = await start()
  const from = await hands.middle(0)
  await page.keyboard.down('Alt')
  await hands.drag(from, [300, 0])
  await page.keyboard.up('Alt')
  await expect.poll(async () => rowLine(await textOf(page), /Conv, \[64, 3, 2\]/).length).toBe(2)
  expect(Object.keys(places(await textOf(page)))).toEqual(['1'])
  await expect.poll(hands.selected).toEqual([1])
  expect(Math.round((await hands.middle(0))[0])).toBe(Math.round(from[0]))
  await hands.undo()
  expect(await textOf(page)).toBe(stock)
})

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('copied rows are YAML on the clipboard, pasted they are rows again; cut, duplicate and paste are one step each', async () => {
  const { hands, page } = await start()
  await hands.card(15).click()
  await hands.card(14).click({ modifiers: ['Shift'] })
  await hands.press('ControlOrMeta+c')
  await expect.poll(() => clipboard(page)).toMatch(/^- \[\[-1, 4\], 1, Concat, \[1\]\].*\n- \[-1, 3, C2f, \[256\]\].*\n$/)
  await hands.press('ControlOrMeta+v')
  await expect.poll(hands.selected).toEqual([16, 17])
  // By default the first of them reads the row before in every slot.
  expect(rowLine(await textOf(page), /Concat/)[2]).toContain('[[-1, -1], 1, Concat, [1]]')
  await hands.undo()
  await hands.card(15).click()
  await hands.press('ControlOrMeta+Shift+v')
  await expect.poll(async () => rowLine(await textOf(page), /Concat/)[2]).toContain('4], 1, Concat, [1]]')
  await hands.undo()
  expect(await textOf(page)).toBe(stock)
  await hands.card(12).click()
  await hands.press('ControlOrMeta+x')
  await expect.poll(() => clipboard(page)).toBe('- [-1, 3, C2f, [512]] # 12\n')
  await expect.poll(async () => rowLine(await textOf(page), /C2f, \[512\]\]/).length).toBe(1)
  await hands.undo()
  await hands.card(12).click()
  await hands.press('ControlOrMeta+d')
  await expect.poll(hands.selected).toEqual([13])
  await hands.undo()
  expect(await textOf(page)).toBe(stock)
})

test('rows from any editor are taken, and what is none is refused with the line and what to do', async () => {
  const { hands, page } = await start()
  await page.evaluate(() => navigator.clipboard.writeText('    [-1, 1, EMA, []],  # mine\n'))
  await hands.card(9).click()
  await hands.press('ControlOrMeta+v')
  await expect.poll(hands.selected).toEqual([10])
  expect(rowLine(await textOf(page), /EMA/)[0]).toContain('- [-1, 1, EMA, []]')
  await hands.undo()
  await page.evaluate(() => navigator.clipboard.writeText('see you at noon'))
  await hands.press('ControlOrMeta+v')
  await page.getByRole('alert').getByText('see you at noon').first().waitFor()
  expect(await textOf(page)).toBe(stock)
})

test('M mutes a row and brings it back, byte for byte; a row that changes the shape stays, and it is said why', async () => {
  const text = stock.replace('[-1, 1, SPPF, [1024, 5]] # 9', '[-1, 1, SPPF, [1024, 5]] # 9\n  - [-1, 1, EMA, []] # mine')

  const { hands, page } = await start(text)
  await hands.card(10).click()
  await hands.press('m')
  await expect
    .poll(async () => rowLine(await textOf(page), /EMA/)[0]!.trim())
    .toBe('- [-1, 1, nn.Identity, []]  # muted: [-1, 1, EMA, []] # mine')
  const muted = hands.card(10).locator('article')
  await expect.poll(() => muted.getAttribute('aria-label')).toMatch(/^Row 10: EMA, muted/)
  expect(await muted.getAttribute('data-muted')).toBe('true')
  await hands.press('m')
  expect(await textOf(page)).toBe(text)
  await hands.card(1).click()
  await hands.press('m')
  await page.getByRole('alert').getByText('muted it would give what it reads').first().waitFor()
  const inspector = page.locator('[data-panel=inspector]')
  const [why, reads] = [inspector.getByRole('alert'), inspector.getByRole('combobox', { name: 'Reads' })]
  // It is said of the row, not of a field.
  expect([await textOf(page), (await why.boundingBox())!.y < (await reads.boundingBox())!.y]).toEqual([text, true])
})

test('F2 and a double click on its name give a card a title; Escape leaves it, an empty one takes it away', async () => {
  const { hands, page } = await start()
  await hands.card(9).click()
  await hands.press('F2')
  await page.keyboard.type('pooling')
  await hands.press('Enter')
  await expect.poll(() => hands.card(9).locator('b').innerText()).toBe('pooling')
  expect(await textOf(page)).toContain('9: { module: SPPF, title: pooling }')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-roledescription'))).toBe('node')
  await hands.card(9).locator('b').dblclick()
  await page.keyboard.type('something else')
  await hands.press('Escape')
  expect(await hands.card(9).locator('b').innerText()).toBe('pooling')
  await hands.card(9).locator('b').dblclick()
  await page.keyboard.press('Backspace')
  await hands.press('Enter')
  await expect.poll(() => textOf(page)).toBe(stock)
})

test('rows in a group have a frame that is named, moved, coloured, folded into one card and undone', async () => {
  const { hands, page } = await start()
  for (const row of [10, 11, 12]) await hands.card(row).click(row === 10 ? {} : { modifiers: ['Shift'] })
  await hands.press('ControlOrMeta+g')
  await page.keyboard.type('top-down')
  await hands.press('Enter')
  await expect.poll(() => textOf(page)).toContain("{ rows: [10, 11, 12], title: 'top-down', colour: blue }")
  const title = page.getByRole('button', { name: /^Group top-down, 3 rows/ })
  const frame = page.locator('.react-flow__node-frame')
  const inFrame = async (row: number) => {
    const [outer, inner] = [(await frame.boundingBox())!, await hands.boxOf(row)]
    return (
      inner.x > outer.x &&
      inner.y > outer.y &&
      inner.x + inner.width < outer.x + outer.width &&
      inner.y + inner.height < outer.y + outer.height
    )
  }
  expect(await Promise.all([10, 11, 12, 6].map(inFrame))).toEqual([true, true, true, false])

  const before = await hands.boxOf(12)
  const grip = (await title.boundingBox())!
  await hands.drag([grip.x + 60, grip.y + 8], [0, -200])
  await expect.poll(async () => Object.keys(places(await textOf(page)))).toEqual(['10', '11', '12'])
  // A step behind, and then to where they line up with others.
  expect(Math.abs((await hands.boxOf(12)).y - before.y + 175)).toBeLessThanOrEqual(5)
  await hands.undo()

  await page.getByRole('button', { name: 'Fold the group' }).click()
  await expect.poll(() => page.locator('.react-flow__node article').count()).toBe(20)
  const folded = page.locator('.react-flow__node-folded')
  expect(await folded.innerText()).toMatch(/top-down\s*3 rows\s*128×40×40/)
  const inner = page.locator('.react-flow__edge[data-id="10-11-0"]')
  expect(await inner.count()).toBe(0)
  await page.locator('.react-flow__edge[data-id="9-10-0"]').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Unfold the group' }).click()
  await inner.waitFor({ state: 'attached' })

  await title.hover()
  await page.getByRole('button', { name: 'Colour of the group' }).click()
  await page.getByRole('menuitemradio', { name: 'Red' }).click()
  await expect.poll(() => textOf(page)).toContain('colour: red')
  await title.dblclick()
  await page.keyboard.type('neck')
  await hands.press('Enter')
  await expect.poll(() => textOf(page)).toMatch(/title: '?neck'?/)
  await page.getByRole('button', { name: /^Group neck/ }).click()
  await expect.poll(hands.selected).toEqual([10, 11, 12])
  await hands.press('ControlOrMeta+Shift+g')
  await expect.poll(() => frame.count()).toBe(0)
  for (let step = 0; step < 9 && (await textOf(page)) !== stock; step++) await hands.undo()
  expect(await textOf(page)).toBe(stock)
})

test('by keyboard alone: to a card, along links, up- and downstream, all of a kind, into view, folded and back', async () => {
  const { hands, page } = await start()
  await hands.press('PageDown')
  await expect.poll(hands.selected).toEqual([0])
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('header small')?.textContent ?? null)
  await expect.poll(focused).toBe('0')
  await hands.press('Alt+ArrowDown')
  await hands.press('Alt+ArrowRight')
  await expect.poll(hands.selected).toEqual([2])
  await expect.poll(focused).toBe('2')
  await hands.press('Shift+Alt+ArrowLeft')
  await expect.poll(hands.selected).toEqual([0, 1, 2])
  await hands.press('Shift+Alt+ArrowRight')
  await expect.poll(async () => (await hands.selected()).length).toBe(23)
  await hands.press('PageUp')
  await hands.press('Escape')
  await hands.press('PageUp')
  await expect.poll(hands.selected).toEqual([22])
  await hands.press('PageUp')
  await hands.press('Shift+Alt+A')
  await expect.poll(hands.selected).toEqual([2, 4, 6, 8, 12, 15, 18, 21])
  const whole = await hands.view()
  await hands.press('Escape')
  await hands.press('PageDown')
  await hands.press('.')
  await expect.poll(hands.view).not.toBe(whole)
  // One card is no reason to draw it larger than it is.
  await expect.poll(async () => (await hands.boxOf(0)).width).toBeCloseTo(104, 0)
  // The next cards are far outside now: each is brought into view.
  await hands.press('PageUp')
  for (let row = 0; row < 9; row++) await hands.press('PageDown')
  await expect.poll(focused).toBe('9')
  const area = (await page.locator('.react-flow').boundingBox())!
  await expect
    .poll(async () => {
      const { x, y, width } = await hands.boxOf(9)
      return x >= area.x && y >= area.y && x + width <= area.x + area.width
    })
    .toBe(true)
  await hands.press('f')
  await expect.poll(hands.view).toBe(whole)
  await hands.press('ControlOrMeta+g')
  await hands.press('Enter')
  await hands.press('Shift+G')
  await expect.poll(() => page.locator('.react-flow__node-folded').count()).toBe(1)
  await hands.press('Shift+G')
  await expect.poll(() => page.locator('.react-flow__node-frame').count()).toBe(1)
})

test('keys that lead into a folded group stop at its card, which Enter unfolds, and lead on from there', async () => {
  const { hands, page } = await start(`${stock}\ngraft: { v: 1, groups: [{ rows: [10, 11, 12], title: neck, collapsed: true }] }\n`, 20)
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement
      return element?.matches('button') === true ? element.getAttribute('aria-label') : element?.querySelector('header small')?.textContent
    })
  await page.locator('.react-flow__node-folded').waitFor()
  await hands.card(9).click()
  await hands.press('PageDown')
  await expect.poll(focused).toBe('Unfold the group')
  await expect.poll(() => page.locator('.react-flow__node-folded section').getAttribute('data-selected')).toBe('true')
  await hands.press('PageDown')
  await expect.poll(focused).toBe('13')
  await hands.press('Alt+ArrowLeft')
  await expect.poll(focused).toBe('Unfold the group')
  await hands.press('Alt+ArrowRight')
  await expect.poll(focused).toBe('17')
  for (let row = 16; row >= 12; row--) await hands.press('PageUp')
  await expect.poll(focused).toBe('Unfold the group')
  await hands.press('Enter')
  await expect.poll(focused).toBe('10')
  await hands.press('Shift+G')
  await expect.poll(focused).toBe('Unfold the group')
})

test('a card that is dragged snaps to where it lines up with others, which thin lines show; with Ctrl it goes freely', async () => {
  const { hands, page } = await start()
  const guides = page.locator('.react-flow__viewport-portal line')
  const [from, other] = [await hands.middle(0), await hands.middle(3)]
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.keyboard.down('Control')
  await page.mouse.move(from[0] + 8, from[1] + 8, { steps: 4 })
  const begun = await hands.middle(0)
  await page.keyboard.up('Control')
  const at = [from[0] + 8 + other[0] - begun[0] + 3, from[1] + 60] as const
  await page.mouse.move(...at, { steps: 5 })
  await expect.poll(() => guides.count()).toBeGreaterThan(0)
  await expect.poll(async () => (await hands.middle(0))[0]).toBeCloseTo(other[0], 1)
  await page.keyboard.down('Control')
  await page.mouse.move(at[0], at[1] + 1)
  await page.mouse.move(at[0], at[1])
  await expect.poll(() => guides.count()).toBe(0)
  await expect.poll(async () => Math.round((await hands.middle(0))[0] - other[0])).toBe(3)
  await page.keyboard.up('Control')
  await page.mouse.move(at[0], at[1] + 1)
  await page.mouse.move(at[0], at[1])
  await expect.poll(() => guides.count()).toBeGreaterThan(0)
  await page.mouse.up()
  await expect.poll(() => guides.count()).toBe(0)
  await expect.poll(async () => Object.keys(places(await textOf(page)))).toEqual(['0'])
  expect(Math.abs((await hands.middle(0))[0] - other[0])).toBeLessThan(0.6)
  await hands.undo()
  expect(await textOf(page)).toBe(stock)
})

test('a small model is not blown up to fill the window', async () => {
  const app = await startApp({ files: { 'small.yaml': 'nc: 80\nbackbone:\n  - [-1, 1, Conv, [16, 3, 2]]\nhead: []\n' }, hasFolder: false })
  onTestFinished(() => app.close())
  await expect.poll(() => app.page.locator('.react-flow__panel output').innerText()).toBe('100 %')
})

test('the minimap comes and goes by key, is remembered, and moves the view by arrows', async () => {
  const { hands, page, ...app } = await start()
  await hands.card(4).click()
  await hands.press('Shift+M')
  const map = page.getByRole('group', { name: 'Minimap' })
  await map.waitFor()
  const before = await hands.view()
  await map.focus()
  await hands.press('ArrowRight')
  await expect.poll(hands.view).not.toBe(before)
  expect(await textOf(page)).toBe(stock)
  const second = await app.newWindow()
  await second.getByRole('group', { name: 'Minimap' }).waitFor()
  await page.locator('.react-flow__pane').click({ position: { x: 400, y: 20 } })
  await hands.press('Shift+M')
  await map.waitFor({ state: 'detached' })
})
