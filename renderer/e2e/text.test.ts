/** The YAML editor in a real browser: over a session of its own, byte by byte; and in the app as it is served. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CDPSession, JSHandle, Page } from 'playwright-core'
import { type ViteDevServer, createServer } from 'vite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { newContext, startApp, startBrowser, stopBrowser, textOf, totalsOf } from './app'
import type { openEditor } from './editor-page'
import { focusText, readText, writeText } from './yaml'

const yolov8 = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')

vi.setConfig({ testTimeout: 120_000 })

let server: ViteDevServer
let page: Page
let cdp: CDPSession
const errors: string[] = []

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url))
  server = await createServer({ configFile, server: { port: 0, hmr: false, watch: null }, logLevel: 'error' })
  await server.listen()
  const context = await newContext(await startBrowser())
  page = await context.newPage()
  cdp = await context.newCDPSession(page)
  page.on('pageerror', (error) => errors.push(error.message))
  const url = server.resolvedUrls!.local[0]!
  await page.route(`${url}blank`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><body>' }))
  await page.goto(`${url}blank`)
  // The server reads Monaco for the first time.
  await page.evaluate(`import('/e2e/editor-page.ts').then(({ openEditor }) => openEditor('').close())`)
}, 240_000)

afterAll(async () => {
  await page?.context().close()
  await server?.close()
  await stopBrowser()
})

interface Opened {
  readonly keys: Page['keyboard']
  /** The session's text. */
  readonly text: () => Promise<string>
  readonly act: <T>(action: (opened: ReturnType<typeof openEditor>, argument: number) => T, argument?: number) => Promise<T>
  /** Puts the cursor behind the first place of this text. */
  readonly cursorBehind: (text: string) => Promise<void>
}

/** The same numbers from 0 to 1 for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** An editor of this text that fills the page until the test ends. */
async function open(text: string, language = 'en'): Promise<Opened> {
  // As text: the import is the page's, not the test's.
  const mount = `import('/e2e/editor-page.ts').then(({ openEditor }) => openEditor(${JSON.stringify(text)}, '${language}'))`
  const handle = (await page.evaluateHandle(mount)) as JSHandle<ReturnType<typeof openEditor>>
  onTestFinished(() => handle.evaluate(({ close }) => close()))
  await page.locator('.view-line').first().waitFor()
  return {
    keys: page.keyboard,
    text: () => handle.evaluate(({ session }) => session.text()),
    act: (action, argument = 0) => handle.evaluate(action, argument) as Promise<never>,
    async cursorBehind(wanted) {
      const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
      const line = lines.findIndex((each) => each.includes(wanted))
      await focusText(page)
      await page.keyboard.press('Control+Home')
      for (let k = 0; k < line; k++) await page.keyboard.press('ArrowDown')
      const column = lines[line]!.indexOf(wanted) + wanted.length
      for (let k = 0; k < column; k++) await page.keyboard.press('ArrowRight')
    },
  }
}

describe('bytes', () => {
  test('a word typed into a file with a byte order mark and every kind of line end changes that word only', async () => {
    const file =
      '\uFEFF# 模型  \r\nnc: 80\n\nscales:\t# tab\r  n: [0.33, 0.25, 1024]\r\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]   \r\nhead:\r\n'
    const { keys, text, cursorBehind } = await open(file)
    await cursorBehind('nc: 80')
    await keys.press('Backspace')
    await keys.type('5')
    expect([await text(), errors]).toEqual([file.replace('nc: 80', 'nc: 85'), []])
  })

  test('a new line in a file of CRLF ends in CRLF', async () => {
    const file = 'nc: 80\r\nbackbone:\r\n  - [-1, 1, Conv, [64, 3, 2]]\r\n'
    const { keys, text, cursorBehind } = await open(file)
    await cursorBehind('[64, 3, 2]]')
    await keys.press('Enter')
    await keys.type('- [-1, 1, Conv, [128, 3, 2]]')
    await keys.press('Escape')
    expect(await text()).toBe(`${file}  - [-1, 1, Conv, [128, 3, 2]]\r\n`)
  })

  test('an empty model can be typed from the first letter on', async () => {
    const { keys, text } = await open('')
    await focusText(page)
    await keys.type('nc: 3')
    expect(await text()).toBe('nc: 3')
  })
})

test.each([
  ['Control+Enter', 'Enter'],
  ['Control+k', 'k'],
  ['Control+Shift+p', 'p'],
  ['Control+.', '.'],
])('%s is left to the window', async (pressed, key) => {
  const { keys, text, cursorBehind } = await open(yolov8)
  await cursorBehind('nc: 80')
  // Listening before the key is pressed.
  const listening = await page.evaluateHandle((wanted) => {
    const isPrevented = new Promise<boolean>((done) =>
      window.addEventListener('keydown', (event) => event.key === wanted && done(event.defaultPrevented)),
    )
    return { isPrevented }
  }, key)
  await keys.press(pressed)
  await keys.type('1')
  expect([await listening.evaluate(({ isPrevented }) => isPrevented), await text()]).toEqual([false, yolov8.replace('nc: 80', 'nc: 801')])
})

describe('the canvas and the editor', () => {
  test('a graft shows up in the editor with every comment, and the cursor stays in its line', async () => {
    const { act, text, cursorBehind, keys } = await open(yolov8)
    await cursorBehind('head:')
    await act(({ session }) => session.insertOnEdge('#4', 'EMA'))
    await keys.type(' # neck')
    const after = await text()
    expect([after.includes('- [-1, 1, EMA, []]'), after.includes('head: # neck'), await readText(page)]).toEqual([true, true, after])
  })

  test('Ctrl Z in the editor takes back what was done on the canvas and what was typed, to the first byte; Ctrl Y does it again', async () => {
    const { act, text, cursorBehind, keys } = await open(yolov8)
    await act(({ session }) => session.insertOnEdge('#15', 'EMA'))
    await cursorBehind('nc: 80')
    await keys.press('Backspace')
    await act(({ session }) => session.setRepeats('#2', 6))
    const after = await text()
    for (let k = 0; k < 3; k++) await keys.press('Control+z')
    const before = await text()
    for (let k = 0; k < 3; k++) await keys.press(k === 1 ? 'Control+Shift+z' : 'Control+y')
    expect([before, await text()]).toEqual([yolov8, after])
  })

  test('undo on the canvas takes back what was typed', async () => {
    const { act, text, cursorBehind, keys } = await open(yolov8)
    await cursorBehind('nc: 80')
    await keys.type('0')
    const typed = await text()
    await act(({ session }) => session.undo())
    expect([typed, await text(), await readText(page)]).toEqual([yolov8.replace('nc: 80', 'nc: 800'), yolov8, yolov8])
  })

  test('keys typed in one go are one step', async () => {
    const { act, text, cursorBehind, keys } = await open(yolov8)
    await cursorBehind('nc: 80')
    await keys.type('123')
    await act(({ session }) => session.undo())
    expect(await text()).toBe(yolov8)
  })

  test('what several cursors type is one step', async () => {
    const { act, text, keys, cursorBehind } = await open(yolov8)
    await cursorBehind('- [-1, 3, C2f')
    for (let k = 0; k < 3; k++) await keys.press('Control+d')
    await keys.type('xy')
    const typed = await text()
    await act(({ session }) => session.undo())
    expect([typed.split('xy').length - 1, await text()]).toEqual([3, yolov8])
  })

  test('a selection dragged elsewhere with the mouse is moved as one step', async () => {
    const { act, text, keys, cursorBehind } = await open(yolov8)
    await cursorBehind('nc: 80')
    for (let k = 0; k < 2; k++) await keys.press('Shift+ArrowLeft')
    const selected = page.locator('.selected-text').first()
    await expect.poll(async () => (await selected.boundingBox())?.width ?? 0).toBeGreaterThan(10)
    const chosen = (await selected.boundingBox())!
    const cursor = async (wanted: string) => {
      const line = (await page.locator('.view-line', { hasText: wanted }).first().locator('span').first().boundingBox())!
      return [line.x + line.width + 30, line.y + line.height / 2] as const
    }
    const [x, y] = await cursor('backbone:')
    await page.mouse.move(chosen.x + chosen.width / 2, chosen.y + chosen.height / 2)
    await page.mouse.down()
    // As a hand begins: within what is dragged.
    await page.mouse.move(chosen.x + chosen.width / 2 + 3, chosen.y + chosen.height / 2)
    await page.mouse.move(x - 10, y, { steps: 8 })
    await page.mouse.move(x, y)
    await page.mouse.up()
    await expect.poll(text).not.toBe(yolov8)
    const moved = await text()
    await act(({ session }) => session.undo())
    expect([moved, await text()]).toEqual([yolov8.replace(/nc: 80/, 'nc: ').replace(/^backbone:.*$/m, (line) => `${line}80`), yolov8])
  })

  test('replacing all places of a word is one step', async () => {
    const { act, text, keys } = await open(yolov8)
    await focusText(page)
    await keys.press('Control+h')
    await page.locator('.find-widget.visible').waitFor()
    await keys.type('C2f')
    await keys.press('Tab')
    await keys.type('C3k2')
    await page.locator('.find-widget .matchesCount', { hasText: /of \d/ }).waitFor()
    await keys.press('Control+Alt+Enter')
    await expect.poll(text).toBe(yolov8.replaceAll('C2f', 'C3k2'))
    await act(({ session }) => session.undo())
    expect(await text()).toBe(yolov8)
  })

  test.each([1, 2, 3])(
    'random typing, commands and undo leave both sides the same, and undo leads back to the first byte (%i)',
    async (seed) => {
      const { act, text, keys } = await open(yolov8)
      const random = createRandom(seed)
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
      const bothSides = () => act(({ session, shown }) => [session.text(), shown()])
      const commands: readonly ((opened: ReturnType<typeof openEditor>, row: number) => unknown)[] = [
        ({ session }, row) => session.insertOnEdge(row, 'EMA'),
        ({ session }, row) => session.remove(row),
        ({ session }, row) => session.setRepeats(row, 6),
        ({ session }, row) => session.connect(Math.max(0, row - 3), row),
        ({ session }) => session.undo(),
        ({ session }) => session.redo(),
      ]
      await focusText(page)
      for (let step = 0; step < 60; step++) {
        const place = ['ArrowDown', 'ArrowUp', 'End', 'Control+ArrowRight', 'ArrowLeft', 'PageDown', 'Control+Home']
        for (let k = 0; k < 3; k++) await keys.press(pick(place))
        const what = random()
        if (what < 0.4) await keys.type(pick(['7', ', ', ']', '[', '# x', 'Conv', '- [-1, 1, ', ' ', "'"]))
        else if (what < 0.5)
          await keys.press(
            pick(['Enter', 'Backspace', 'Delete', 'Tab', 'Control+Shift+k', 'Shift+Alt+ArrowDown', 'Alt+ArrowUp', 'Control+/']),
          )
        else if (what < 0.7) await keys.press(pick(['Control+z', 'Control+z', 'Control+y', 'Control+Shift+z']))
        else await act(pick(commands), Math.floor(random() * 22))
        await keys.press('Escape')
        const [session, shown] = await bothSides()
        expect(shown).toBe(session)
      }
      await act(({ session }) => {
        while (session.undo());
      })
      expect([await text(), (await bothSides())[1]]).toEqual([yolov8, yolov8])
    },
  )

  test('what is looked at stays when rows come in above it', async () => {
    const { act, cursorBehind } = await open(yolov8 + '# end\n'.repeat(200))
    await cursorBehind('Detect')
    const firstLine = () =>
      act(({ editor }) => (editor.view() as { viewState: { firstPosition: { lineNumber: number } } }).viewState.firstPosition.lineNumber)
    await page.mouse.move(400, 400)
    for (let k = 0; k < 40; k++) await page.mouse.wheel(0, 120)
    await expect.poll(firstLine).toBeGreaterThan(50)
    const before = await firstLine()
    await act(({ session }) => session.insertOnEdge('#4', 'EMA'))
    expect(await firstLine()).toBe(before + 1)
  })
})

describe('an input method', () => {
  const compose = (cdp: CDPSession, text: string) =>
    cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })

  test('writes a Chinese comment once, when it is done', async () => {
    const { text, cursorBehind, keys } = await open(yolov8)
    await cursorBehind('nc: 80')
    await keys.type(' # ')
    for (const typed of ['z', 'zh', 'zhu', '注', '注释']) await compose(cdp, typed)
    const between = await text()
    await cdp.send('Input.insertText', { text: '注释' })
    expect([between, await text()]).toEqual([yolov8.replace('nc: 80', 'nc: 80 # '), yolov8.replace('nc: 80', 'nc: 80 # 注释')])
  })

  test('loses no edit that is made on the canvas meanwhile', async () => {
    const { act, text, cursorBehind, keys } = await open(yolov8)
    await cursorBehind('nc: 80')
    await keys.type(' # ')
    await compose(cdp, 'zhu')
    await act(({ session }) => session.insertOnEdge('#15', 'EMA'))
    const between = await text()
    await compose(cdp, '注')
    await cdp.send('Input.insertText', { text: '注' })
    const after = await text()
    expect({
      heldBack: between.includes('zhu'),
      comment: after.split('注').length - 1,
      row: after.includes('EMA'),
      shown: await readText(page),
    }).toEqual({ heldBack: false, comment: 1, row: true, shown: after })
  })
})

describe('marks', () => {
  test('an issue is underlined where it is, and healed by undo', async () => {
    const { act } = await open(yolov8)
    await act(({ session }) => session.connect('#15', '#20', 1))
    const marked = page.locator('.squiggly-error')
    await marked.first().waitFor()
    await act(({ session }) => session.undo())
    await marked.first().waitFor({ state: 'detached' })
  })

  test('a row selected on the canvas is lit and in view; the row of the cursor is selected', async () => {
    const { act, cursorBehind } = await open(yolov8)
    await page.setViewportSize({ width: 700, height: 300 })
    onTestFinished(() => page.setViewportSize({ width: 1440, height: 900 }))
    await page.waitForFunction(() => document.querySelector('.monaco-editor')!.clientHeight === 300)
    await act(({ session }) => session.select(['#22']))
    await expect.poll(() => page.locator('.graft-selected').count()).toBe(1)
    const box = (await page.locator('.graft-selected').boundingBox())!
    await cursorBehind('SPPF')
    const selected = await act(({ session }) => {
      const { selection, document } = session.getSnapshot()
      return document.rows.filter(({ id }) => selection.includes(id)).map(({ module }) => module.text)
    })
    expect([box.y >= 0 && box.y < 300, selected]).toEqual([true, ['SPPF']])
  })

  test('the graft: key is folded', async () => {
    await open(`${yolov8}graft:\n  v: 1\n  nodes:\n    3: { module: Conv, title: stem }\n`)
    await focusText(page)
    await page.keyboard.press('Control+End')
    await page.locator('.view-line', { hasText: 'graft:' }).waitFor()
    await page.locator('.view-line', { hasText: 'stem' }).waitFor({ state: 'detached' })
  })
})

describe('what can be written', () => {
  const list = () => page.locator('.suggest-widget.visible')
  /** Begins a row behind SPPF, as far as this. */
  async function begin(row: string) {
    const opened = await open(yolov8)
    await opened.cursorBehind('SPPF, [1024, 5]]')
    await opened.keys.press('End')
    await opened.keys.press('Enter')
    await opened.keys.type(row)
    return opened
  }

  test('blocks are offered by name, with what they are for, where a row names its module', async () => {
    const { keys, text } = await begin('- [-1, 1, SEAtt')
    await list().filter({ hasText: 'SEAttention' }).waitFor()
    await keys.press('Control+Space')
    await page.locator('.suggest-details', { hasText: 'arxiv.org' }).waitFor()
    await keys.press('Enter')
    expect(await text()).toMatch(/^ {2}- \[-1, 1, SEAttention\]?$/m)
  })

  test('behind the second comma of an unfinished row blocks are offered without a letter', async () => {
    const { keys } = await begin('- [-1, 1,')
    await keys.type(' ')
    await list().filter({ hasText: 'Conv' }).waitFor()
  })

  test('in a from cell the rows above are offered by number, name and shape; the number is written', async () => {
    const { keys, text } = await begin('- [[-1, ')
    await list().filter({ hasText: '4 C2f' }).waitFor()
    const offered = await list().innerText()
    await keys.type('6 ')
    await keys.press('Backspace')
    await keys.press('Control+Space')
    await list().filter({ hasText: '6 C2f' }).waitFor()
    await keys.press('Enter')
    expect([offered.includes('#9'), /8 C2f\s+256×20×20/.test(offered), (await text()).includes('- [[-1, 6')]).toEqual([false, true, true])
  })

  test('an argument is offered its values: channels with their arithmetic, True and False', async () => {
    const { keys } = await begin('- [-1, 1, C2f, [')
    await list().filter({ hasText: '1024 → min(1024, 1024) × 0.25 = 256 → 256' }).waitFor()
    await keys.press('Escape')
    await keys.type('256, ')
    await list().filter({ hasText: 'False' }).waitFor()
  })

  test('the signature of a row shows its arguments with defaults, the present one with its arithmetic', async () => {
    const { keys } = await begin('- [-1, 1, Conv, [')
    const hints = page.locator('.parameter-hints-widget.visible')
    await hints.filter({ hasText: 'Conv(c2, k = 1, s = 1' }).waitFor()
    await keys.press('Escape')
    await keys.type('512')
    await hints.filter({ hasText: '512 → min(512, 1024) × 0.25 = 128 → 128' }).waitFor()
    await keys.type(', ')
    await hints.filter({ hasText: 'a whole number' }).waitFor()
    expect(await hints.locator('.parameter.active').innerText()).toBe('k = 1')
  })

  test('a whole row is offered on an empty line, with the channels that keep the count', async () => {
    const { keys, text } = await begin('- ')
    await keys.type('C2f')
    await list().filter({ hasText: '[-1, 1, C2f, [1024]]' }).waitFor()
    await keys.press('Enter')
    await keys.press('Tab')
    await keys.type('3')
    expect(await text()).toMatch(/^ {2}- \[-1, 3, C2f, \[1024\]\]$/m)
  })
})

describe('what is written', () => {
  const hover = () => page.locator('.monaco-hover:visible')
  /** Where the first place of this text in its line is in the window. */
  async function placeOf(line: string, word: string) {
    const box = await page
      .locator('.view-line', { hasText: line })
      .first()
      .evaluate((element, wanted) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = (node.textContent ?? '').indexOf(wanted)
          if (at < 0) continue
          const range = document.createRange()
          range.setStart(node, at)
          range.setEnd(node, at + wanted.length)
          const { x, y, width, height } = range.getBoundingClientRect()
          return { x: x + Math.min(3, width / 2), y: y + height / 2 }
        }
        throw new Error(`expected ${wanted} in ${element.textContent}`)
      }, word)
    return box
  }

  /** Points at a text until the box over it says this: an editor that was only just opened may miss the first move. */
  const hoverSays = (line: string, word: string, ...said: readonly (string | RegExp)[]) =>
    vi.waitFor(
      async () => {
        const { x, y } = await placeOf(line, word)
        await page.mouse.move(5, 880)
        await page.mouse.move(x, y + 1, { steps: 3 })
        await said.reduce((box, hasText) => box.filter({ hasText }), hover()).waitFor({ timeout: 3000 })
      },
      { timeout: 30_000 },
    )

  test('says over a row what it reads, gives and costs, and how its channels come about', async () => {
    await open(yolov8)
    await hoverSays('SPPF', '1024', '#9 SPPF')
    const said = await hover().innerText()
    expect([
      said.includes('256×20×20 → 256×20×20'),
      said.includes('1024 → min(1024, 1024) × 0.25 = 256 → 256'),
      /164,608 params \(\d+\.\d %\)/.test(said),
    ]).toEqual([true, true, true])
  })

  test('says over a number of a from which row it means, and over a scale what the model costs there', async () => {
    await open(yolov8)
    await hoverSays('Concat', '6', '6 = #6 C2f · 128×40×40')
    await hoverSays('x: [', 'x', /x .*68,229,648 params/)
  })

  test('F12 on a number of a from goes to its row, Ctrl U back', async () => {
    const { keys, act, cursorBehind } = await open(yolov8)
    const selected = () =>
      act(({ session }) => session.getSnapshot().document.rows.findIndex(({ id }) => session.getSnapshot().selection.includes(id)))
    await cursorBehind('[[-1, 6')
    expect(await selected()).toBe(11)
    await keys.press('F12')
    await expect.poll(selected).toBe(6)
    await keys.press('Control+u')
    await expect.poll(selected).toBe(11)
  })

  test('all numbers that mean the row of the cursor are lit', async () => {
    const { cursorBehind } = await open(yolov8)
    await cursorBehind('SPPF')
    await expect.poll(() => page.locator('.wordHighlight, .wordHighlightStrong, .wordHighlightText').count()).toBeGreaterThanOrEqual(2)
  })

  test('a name that is nearly right is underlined, and the right one named', async () => {
    await open(yolov8.replace('SPPF', 'SPPFF'))
    await page.locator('.squiggly-error').first().waitFor()
    await hoverSays('SPPFF', 'SPPFF', 'Did you mean SPPF?', 'row.unknown-module')
  })

  test('what an issue proposes is a quick fix, done in one step', async () => {
    const broken = yolov8.replace('[-1, 1, SPPF, [1024, 5]]', '[-1, 1, GAMAttentionLite, []]')
    const { keys, text, act, cursorBehind } = await open(broken)
    await page.locator('.squiggly-warning').first().waitFor()
    await cursorBehind('GAMAttentionLite')
    await keys.press('Alt+Enter')
    await page.locator('.action-widget', { hasText: 'GAMAttentionLiteFixed' }).waitFor()
    await keys.press('Enter')
    await expect.poll(text).toBe(broken.replace('GAMAttentionLite', 'GAMAttentionLiteFixed'))
    await act(({ session }) => session.undo())
    expect(await text()).toBe(broken)
  })

  test('blocks are explained in the language of the interface', async () => {
    await open(yolov8.replace('[-1, 1, SPPF, [1024, 5]]', '[-1, 1, EMA, []]'), 'zh-CN')
    await hoverSays('EMA', 'EMA', '两个分支')
  })

  test('rows are evened out on request only, every comment kept, in one step', async () => {
    const uneven = yolov8.replace('[-1, 1, SPPF, [1024, 5]]', '[ -1,1,SPPF,[1024 ,5] ]  # a,b')
    const { keys, text, act } = await open(uneven)
    await focusText(page)
    await keys.press('Shift+Alt+f')
    const evened = await text()
    await act(({ session }) => session.undo())
    expect([evened, await text()]).toEqual([yolov8.replace('SPPF, [1024, 5]]', 'SPPF, [1024, 5]]  # a,b'), uneven])
  })

  test('what does nothing to the model is faint', async () => {
    await open(yolov8.replace('[-1, 1, SPPF, [1024, 5]]', '[-1, 1, nn.Identity, []]  # muted: [-1, 1, SPPF, [1024, 5]]'))
    await page.locator('.graft-faint', { hasText: 'muted' }).waitFor()
    expect(await page.locator('.view-line', { hasText: 'Detect' }).locator('.graft-faint').count()).toBe(0)
  })
})

test('a file of a megabyte is typed in like any other', async () => {
  const { keys, act } = await open(yolov8 + `# ${'x'.repeat(97)}\n`.repeat(9_500))
  await focusText(page)
  await keys.press('Control+Home')
  await keys.type('# hello ')
  await expect.poll(() => act(({ session }) => session.text().slice(0, 8))).toBe('# hello ')
  expect(await act(({ session }) => session.getSnapshot().report.rows.length)).toBe(23)
  await act(({ close }) => close())
})

test('the page complained of nothing', () => expect(errors).toEqual([]))

describe('in the app as it is served', () => {
  async function openYolov8() {
    const app = await startApp()
    onTestFinished(() => app.close())
    const requests: string[] = []
    app.context.on('request', (request) => requests.push(request.url()))
    const violations: string[] = []
    await app.page.exposeFunction('reportViolation', (text: string) => violations.push(text))
    await app.page.evaluate(() => {
      const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        report(`${violatedDirective} ${blockedURI}`),
      )
    })
    await app.page
      .getByRole('button', { name: /^yolov8 / })
      .first()
      .click()
    await app.page.locator('.view-line').first().waitFor()
    return { app, page: app.page, requests, violations }
  }

  test('what is typed changes the totals, what is drawn the text, with nothing from outside and nothing evaluated', async () => {
    const { app, page: window, requests, violations } = await openYolov8()
    const [text, totals] = [await textOf(window), await totalsOf(window)]
    await writeText(window, text.replace('nc: 80', 'nc: 20'))
    const typed = await totalsOf(window)
    await window.keyboard.press('Control+z')
    const undone = await totalsOf(window)
    await window.locator('.react-flow__node').nth(15).click()
    await window.getByRole('button', { name: 'EMA', exact: true }).click()
    const drawn = await readText(window)
    await focusText(window)
    await window.keyboard.press('Control+z')
    await window.keyboard.press('Control+Home')
    await window.keyboard.press('Control+Space')
    await window.locator('.suggest-widget.visible').waitFor()
    const outside = requests.filter(
      (url) => !url.startsWith(app.url) && !url.startsWith('data:') && !url.startsWith(app.url.replace('http', 'ws')),
    )
    expect({
      isChanged: typed !== totals,
      undone,
      graft: drawn.includes('- [-1, 1, EMA, []]') && drawn.includes('# reads P3, P4, P5'),
      text: await textOf(window),
      outside,
      violations,
      errors: app.errors,
    }).toEqual({ isChanged: true, undone: totals, graft: true, text, outside: [], violations: [], errors: [] })
  })

  test('text that cannot be read leaves the last good picture, marked, and the editor goes on', async () => {
    const { page: window } = await openYolov8()
    const text = await textOf(window)
    await writeText(window, text.replace('SPPF, [1024', 'SPPF, ["1024'))
    await window.locator('.squiggly-error').first().waitFor()
    const cards = await window.locator('.react-flow__node').count()
    await focusText(window)
    await window.keyboard.press('Control+z')
    await window.locator('.squiggly-error').first().waitFor({ state: 'detached' })
    expect([cards, await textOf(window)]).toEqual([23, text])
  })

  test('an editor that cannot be fetched says so, leaves the text to be read, and comes when it is tried again', async () => {
    const app = await startApp()
    onTestFinished(() => app.close())
    const { page: window } = app
    await window.route(/mount-editor/, (route) => route.abort())
    await window
      .getByRole('button', { name: /^yolov8 / })
      .first()
      .click()
    const alert = window.getByRole('alert').filter({ hasText: 'could not be loaded' })
    await alert.waitFor()
    const canRead = await window.getByText('# reads P3, P4, P5').isVisible()
    await window.unroute(/mount-editor/)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await window.locator('.view-line').first().waitFor()
    expect([canRead, await alert.count()]).toEqual([true, 0])
  })
})
