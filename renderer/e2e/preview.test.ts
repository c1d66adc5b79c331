/** The preview: what is found on images, filtered, lit, taken along; images from everywhere; what goes wrong. On the real host with a tiny detector. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { lateDriver } from '../../main/services/inference/tests/late-driver'
import { childrenOf } from '../../main/services/inference/tests/watched-inference'
import { type App, startApp, stopBrowser } from './app'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })
afterAll(stopBrowser)

const fixture = (name: string) => fileURLToPath(new URL(`../../main/services/inference/fixtures/${name}`, import.meta.url))
const image = (name: string) => fixture(`tasks/${name}.png`)
const headless = 'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [-1, 1, Conv, [8, 3, 2]]\n'

/** A model that takes long to run, whatever the machine. */
const slow = `nc: 3\nbackbone:\n${'  - [-1, 1, Conv, [256, 3, 1]]\n'.repeat(13)}  - [-1, 1, Conv, [16, 3, 16]]\nhead:\n  - [[-1], 1, Detect, [nc]]\n`

let app: App
let page: Page
let preview: Locator

const button = (name: string) => preview.getByRole('button', { name, exact: true })
const item = (name: string) => page.getByRole('menuitem', { name, exact: true })
const chip = (name: string) => preview.getByRole('group', { name: 'Classes' }).getByRole('button', { name })
const results = () => preview.getByRole('listbox', { name: 'Results' })
const options = () => results().getByRole('option')
const marks = () => preview.locator('[data-mark]')
const says = (text: string | RegExp) => preview.getByText(text).first().waitFor()
const isDimmed = () => preview.locator('[data-stale]').getAttribute('data-stale')

async function open(name: string): Promise<void> {
  await page.keyboard.press('Control+o')
  await page.getByRole('dialog').getByLabel('Path').fill(app.path(name))
  await page.keyboard.press('Enter')
  await page.locator('[aria-current="page"]', { hasText: name }).waitFor()
  await page.getByRole('tab', { name: 'Preview' }).click()
}

async function choose(asks: Locator, files: string | string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), asks.click()])
  await chooser.setFiles(files)
}

const fromMenu = async (menu: string, name: string) => {
  await preview.getByRole('button', { name: menu }).click()
  await item(name).click()
}

const clipboard = () => page.evaluate(() => navigator.clipboard.readText())

beforeAll(async () => {
  const tiny = readFileSync(fixture('tiny.yaml'), 'utf8')
  const files = { 'tiny.yaml': tiny, 'headless.yaml': headless, 'four.yaml': `ch: 4\n${tiny}`, 'slow.yaml': slow }
  app = await startApp({ files, context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  page = app.page
  preview = page.locator('[data-panel=preview] section')
  mkdirSync(join(app.files, 'photos'))
  mkdirSync(join(app.files, 'nothing'))
  for (const [from, to] of Object.entries({ cat: 'img2', tall: 'img10', wide: 'img9' }))
    writeFileSync(join(app.files, 'photos', `${to}.png`), readFileSync(image(from)))
  await open('tiny.yaml')
  await choose(button('Checkpoint…'), fixture('tiny.safetensors'))
  await says('tiny.safetensors')
  await button('Run').click()
  await says('8 objects')
})
afterAll(async () => {
  expect(app.errors).toEqual([])
  await app.close()
})

describe('what was found', () => {
  test('is drawn and listed, and lit in both where one points at it', async () => {
    expect([await marks().count(), await options().count()]).toEqual([8, 8])
    await options().nth(4).hover()
    const lit = preview.locator('[data-mark][data-active=true]')
    await expect.poll(() => lit.count()).toBe(1)
    const name = await options().nth(4).locator('b').innerText()
    expect(await preview.locator('[data-label][data-active=true]').textContent()).toMatch(new RegExp(`^${name} 0\\.\\d\\d$`))
    await preview.locator('figure svg[role=group]').hover({ position: { x: 2, y: 2 } })
    await marks().last().hover()
    await expect.poll(() => preview.locator('[role=option][data-active=true]').count()).toBe(1)
  })

  test('is walked through with arrows, kept lit with Enter, and let go with Escape', async () => {
    await results().focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => options().nth(1).getAttribute('aria-selected')).toBe('true')
    await button('Run').focus()
    expect(await preview.locator('[data-mark][data-active=true]').count()).toBe(1)
    await results().focus()
    await page.keyboard.press('Escape')
    await expect.poll(() => preview.locator('[data-mark][data-active=true]').count()).toBe(0)
  })

  test('is sorted by a click on a head', async () => {
    const names = async () => (await options().locator('b').allInnerTexts()).map((name) => name.trim())
    const sort = preview.getByRole('group', { name: 'Order' })
    await sort.getByRole('button', { name: 'Class' }).click()
    expect(await names()).toEqual([...(await names())].sort())
    await sort.getByRole('button', { name: 'Score' }).click()
    const scores = (await options().locator('span:nth-of-type(1)').allInnerTexts()).map(Number)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  test('is hidden by class at once, without another run', async () => {
    const runs = preview.getByRole('progressbar')
    await chip('patch').click()
    await says('5 objects')
    expect([await marks().count(), await options().count(), await runs.count()]).toEqual([5, 5, 0])
    await says(/3 hidden/)
  })

  test('is copied as it is shown: as JSON, CSV and YOLO labels', async () => {
    await fromMenu('Copy', 'JSON')
    await preview.getByRole('button', { name: 'Copied' }).waitFor()
    const json = JSON.parse(await clipboard()) as { image: string; width: number; detections: { name: string; box: number[] }[] }
    expect([json.image, json.width, json.detections.map(({ name }) => name).sort()]).toEqual([
      'cat.jpg',
      451,
      ['spot', 'spot', 'stripe', 'stripe', 'stripe'],
    ])
    await fromMenu('Copied', 'CSV table')
    await expect.poll(async () => (await clipboard()).split('\n')[0]).toBe('class,name,score,x1,y1,x2,y2')
    expect((await clipboard()).trim().split('\n').length).toBe(6)
    await fromMenu('Copied', 'YOLO labels (txt)')
    await expect.poll(async () => (await clipboard()).split('\n')[0]).toMatch(/^[01]( 0\.\d+){5}$/)
    const [, cx, , width] = (await clipboard()).split('\n')[0]!.split(' ').map(Number)
    const [x1, , x2] = json.detections[0]!.box as [number, number, number]
    expect([cx! * 451, width! * 451]).toEqual([expect.closeTo((x1 + x2) / 2, 2), expect.closeTo(x2 - x1, 2)])
  })

  test.each([
    ['PNG', 'cat.detect.png', 'png'],
    ['JPEG', 'cat.detect.jpg', 'jpeg'],
  ])('is saved with its picture as %s, as large as the image', async (name, file, format) => {
    const [saved] = await Promise.all([page.waitForEvent('download'), fromMenu('Save picture', name)])
    const picture = sharp(await saved.path())
    const original = sharp(fileURLToPath(new URL('../../assets/samples/cat.jpg', import.meta.url)))
    const size = await picture.metadata()
    expect([saved.suggestedFilename(), size.format, size.width, size.height]).toEqual([file, format, 451, 300])
    // What is drawn is all that is different: lines and names, by far not the whole picture.
    const [drawn, plain] = [await picture.removeAlpha().raw().toBuffer(), await original.raw().toBuffer()]
    let changed = 0
    for (let k = 0; k < plain.length; k += 3) if (Math.abs(drawn[k]! - plain[k]!) > 40) changed++
    expect(changed / (451 * 300)).toSatisfy((part: number) => part > 0.01 && part < 0.3)
  })

  test('is looked at closer by keys and wheel, and as a whole again', async () => {
    const picture = preview.getByRole('group', { name: 'cat.jpg' })
    const zoom = async () => Number(await picture.getAttribute('data-zoom'))
    await picture.focus()
    await page.keyboard.press('+')
    await expect.poll(zoom).toBe(1.4)
    await picture.hover()
    await page.mouse.wheel(0, -300)
    await expect.poll(zoom).toBeGreaterThan(2)
    await picture.focus()
    await page.keyboard.press('0')
    await expect.poll(zoom).toBe(1)
  })
})

describe('images', () => {
  test('of a folder are stepped through in the order people count; what is hidden stays hidden', async () => {
    await fromMenu('More ways to an image', 'Folder…')
    const dialog = page.getByRole('dialog', { name: 'Folder of images' })
    await dialog.getByRole('button', { name: 'photos' }).click()
    await dialog.getByRole('button', { name: 'img2.png' }).waitFor()
    await dialog.getByRole('button', { name: 'Use this folder' }).click()
    await says('1 of 3')
    await says(/img2\.png · /)
    await preview.focus()
    await page.keyboard.press(']')
    await says('2 of 3')
    await says(/img9\.png · /)
    expect(await chip('patch').getAttribute('aria-pressed')).toBe('false')
    await button('Next image').click()
    await says(/img10\.png · /)
    await preview.focus()
    await page.keyboard.press(']')
    await says(/img2\.png · /)
    await page.keyboard.press('[')
    await says(/img10\.png · /)
  })

  test('are chosen several at once, or dropped', async () => {
    await choose(button('Image…'), [image('wide'), image('cat')])
    await says('1 of 2')
    await says(/cat\.png · 225×150 · /)
    const bytes = readFileSync(image('tall')).toString('base64')
    const data = await page.evaluateHandle((base64) => {
      const transfer = new DataTransfer()
      const content = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      for (const name of ['b.png', 'a.png']) transfer.items.add(new File([content], name, { type: 'image/png' }))
      return transfer
    }, bytes)
    await preview.dispatchEvent('drop', { dataTransfer: data })
    await says(/^.*a\.png · /)
    await says('1 of 2')
  })

  test('are pasted, by key and by button', async () => {
    const bytes = readFileSync(image('cat')).toString('base64')
    await page.evaluate(async (base64) => {
      const content = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([content], { type: 'image/png' }) })])
    }, bytes)
    await preview.focus()
    await page.keyboard.press('Control+v')
    await says(/clipboard\.png · 225×150 · /)
    await fromMenu('More ways to an image', 'Sample photograph')
    await says(/cat\.jpg · 451×300 · /)
    await fromMenu('More ways to an image', 'From the clipboard')
    await says(/clipboard\.png · 225×150 · /)
  })
})

describe('what goes wrong', () => {
  const failure = (title: string) => preview.getByRole('alert').filter({ hasText: title }).waitFor()

  test('an image that cannot be read is told with its cure; what was found before stays, dimmed', async () => {
    const before = await marks().count()
    await choose(button('Image…'), app.write('broken.png', 'no picture'))
    await failure('Choose a JPEG, PNG')
    expect([await isDimmed(), await marks().count()]).toEqual(['true', before])
    await fromMenu('More ways to an image', 'Sample photograph')
    await says(/cat\.jpg · 451×300 · /)
    await expect.poll(isDimmed).toBe('false')
    expect(await preview.getByRole('alert').count()).toBe(0)
  })

  test('a folder without images is told, and nothing is lost', async () => {
    await fromMenu('More ways to an image', 'Folder…')
    const dialog = page.getByRole('dialog', { name: 'Folder of images' })
    await dialog.getByRole('button', { name: 'nothing' }).click()
    await dialog.getByText('nothing', { exact: true }).first().waitFor()
    await dialog.getByRole('button', { name: 'Use this folder' }).click()
    await failure('There is no image in')
    expect(await marks().count()).toBe(5)
  })

  test('a run is given up at once, and the next one works', async () => {
    const large = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#777' } })
      .png()
      .toBuffer()
    writeFileSync(app.path('large.png'), large)
    await choose(button('Image…'), app.path('large.png'))
    const asked = performance.now()
    await button('Cancel').click()
    await button('Run').waitFor()
    expect(performance.now() - asked).toBeLessThan(2000)
    await fromMenu('More ways to an image', 'Sample photograph')
    await says(/cat\.jpg · 451×300 · /)
  })

  test('a model that changed since is told, and so is one without a head', async () => {
    await open('headless.yaml')
    await button('Run').click()
    await says(/detection head/)
    await open('tiny.yaml')
    await says(/5 objects/)
    await preview.getByRole('slider', { name: 'Confidence' }).fill('0.5')
    await says(/0 objects · 2 hidden/)
    await preview.getByRole('button', { name: 'Starting values' }).click()
    await says('The model or its weights have changed since this run.')
  })
})

test.each(['light', 'dark'] as const)('axe finds nothing grave in the panel in %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const found = await page.evaluate(async () => {
    interface Result {
      readonly id: string
      readonly impact: string
      readonly nodes: readonly { readonly html: string }[]
    }
    const { axe } = globalThis as unknown as { axe: { run(within: string): Promise<{ violations: Result[] }> } }
    const { violations } = await axe.run('[data-panel=preview]')
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
  expect(found).toEqual([])
})

describe('every task is drawn', () => {
  const stems = ['yolov8-seg', 'yolov8-pose', 'yolov8-obb', 'yolov8-cls']

  async function run(name: string): Promise<void> {
    app.write(`${name}.yaml`, readFileSync(fixture(`tasks/${name}.yaml`), 'utf8'))
    await open(`${name}.yaml`)
    await choose(button('Checkpoint…'), fixture(`tasks/${name}.safetensors`))
    await says(`${name}.safetensors`)
    await choose(button('Image…'), image('cat'))
    await says(/cat\.png · 225×150 · /)
  }
  const yolo = async () => {
    await fromMenu('Copy', 'YOLO labels (txt)')
    await preview.getByRole('button', { name: 'Copied' }).waitFor()
    return (await clipboard()).trim().split('\n')
  }

  test.each([
    // Of each its lines, its filled paths and its points; then how many numbers a line of its labels has.
    [stems[0]!, (numbers: number) => numbers > 6 && numbers % 2 === 0, 'path[fill-rule], path[class*=mask]', 1],
    [stems[1]!, (numbers: number) => numbers === 1 + 4 + 5 * 3 + 1, 'circle', 5],
    [stems[2]!, (numbers: number) => numbers === 1 + 8 + 1, 'path[class*=target][d*=L]', 1],
  ] as const)('%s', async (name, hasNumbers, shape, times) => {
    await run(name)
    const first = preview.locator(`[data-mark]:first-of-type`).first()
    expect(await first.locator(shape).count()).toBe(times)
    const lines = await yolo()
    expect([lines.length, lines.filter((line) => !hasNumbers(line.split(' ').length))]).toEqual([await marks().count(), []])
  })

  test('yolov8-cls: the five best classes as bars, and no sliders', async () => {
    await run(stems[3]!)
    const bars = await preview.getByRole('list', { name: 'Results' }).locator('li').allInnerTexts()
    expect([bars.length, await marks().count(), await preview.getByRole('slider').count()]).toEqual([5, 0, 0])
    expect((await yolo()).map((line) => line.split(' ')[1])).toEqual(bars.map((bar) => bar.split(/\s/)[0]))
  })
})

describe('the process that runs models', () => {
  const slider = () => preview.getByRole('slider', { name: 'Confidence' })
  const alerts = () => preview.getByRole('alert').count()
  const process = () => runningModels()[0]

  beforeAll(async () => {
    await open('tiny.yaml')
    await choose(button('Checkpoint…'), fixture('tiny.safetensors'))
    await fromMenu('More ways to an image', 'Sample photograph')
    await says(/cat\.jpg · 451×300 · /)
  })

  test('a model of four channels is refused in a sentence', async () => {
    await open('four.yaml')
    await button('Run').click()
    await says('The model reads 4 channels; photographs have 3.')
  })

  test('moves nothing by itself where nothing is to move, and is killed in a run: the panel says so, and the next run works', async () => {
    const lengths = () =>
      preview.evaluate((panel) => panel.getAnimations({ subtree: true }).map((each) => each.effect!.getComputedTiming().duration))
    await open('slow.yaml')
    await page.getByRole('tab', { name: 'Summary' }).click()
    const before = process()
    const spent = before === undefined ? 0 : secondsOf(before)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('tab', { name: 'Preview' }).click()
    await preview.getByRole('progressbar').waitFor()
    expect((await lengths()).filter((length) => length !== 0)).toEqual([])
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await expect.poll(lengths).toContain(1200)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    // It works for the run once it computes for long.
    await expect.poll(() => secondsOf(process()!) - (process() === before ? spent : 0), { timeout: 30_000 }).toBeGreaterThan(2)
    globalThis.process.kill(process()!, 'SIGKILL')
    await preview.getByRole('alert').filter({ hasText: 'The process that ran the model ended' }).waitFor()
    await button('Run').waitFor()
    await page.getByText('The process that runs models ended and was started again').waitFor()
    await open('tiny.yaml')
    await button('Run').click()
    await expect.poll(isDimmed).toBe('false')
    await says(/cat\.jpg · 451×300 · /)
    expect(await alerts()).toBe(0)
  })

  test('goes with a measurement that is given up: what was found stays, and sliders still choose', async () => {
    await slider().fill('0.25')
    const shown = 5
    await expect.poll(() => marks().count()).toBe(shown)
    const former = process()
    const spent = secondsOf(former!)
    await open('slow.yaml')
    await page.getByRole('tab', { name: 'Profile' }).click()
    const profile = page.getByRole('region', { name: 'Profile' })
    await profile.getByRole('button', { name: /^Measure/ }).click()
    await expect.poll(() => secondsOf(process()!) - spent, { timeout: 30_000 }).toBeGreaterThan(2)
    await profile.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(process).not.toBe(former)
    await open('tiny.yaml')
    expect([await marks().count(), await isDimmed(), await alerts()]).toEqual([shown, 'false', 0])
    // As a hand drags it: many values, faster than the model is made ready again.
    for (let value = 0.26; value < 0.6; value += 0.01) await slider().fill(value.toFixed(2))
    await expect.poll(() => marks().count()).toBeLessThan(shown)
    const again = process()
    await slider().fill('0.25')
    await expect.poll(() => marks().count()).toBe(shown)
    expect([await alerts(), process() === again]).toEqual([0, true])
  })
})

test('a device that is chosen and cannot be used says why; tried again it is found once its driver is installed', async () => {
  const files = { 'small.yaml': 'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 32]]\nhead:\n  - [[-1], 1, Detect, [nc]]\n' }
  const driver = lateDriver()
  const other = await startApp({ files, inferenceEnv: driver.env })
  onTestFinished(() => other.close())
  const window = other.page
  await window.keyboard.press('Control+o')
  await window.getByRole('dialog').getByLabel('Path').fill(other.path('small.yaml'))
  await window.keyboard.press('Enter')
  await window.getByRole('tab', { name: 'Preview' }).click()
  const panel = window.locator('[data-panel=preview] section')
  const device = panel.getByRole('combobox', { name: 'Device' })
  await device.selectOption({ label: 'WebGPU – not available' })
  await panel.getByRole('button', { name: 'Run', exact: true }).click()
  await panel.getByText(/ms on CPU/).waitFor()
  await panel.getByText('Why not a better device?').click()
  await panel.getByText(/WebGPU: /).waitFor()
  expect(await device.locator('option').allInnerTexts()).toEqual(expect.not.arrayContaining([expect.stringContaining('CoreML')]))
  const [picture, again] = [panel.locator('[data-stale=false] image'), panel.getByRole('button', { name: 'Try again' })]
  await again.click()
  await panel.getByText('Tried again just now, without success: WebGPU.').waitFor()
  await panel.getByText(/WebGPU: /).waitFor()
  driver.install()
  await again.click()
  expect(await picture.count()).toBe(1)
  // A GPU in software compiles for seconds, and longer on a busy machine.
  await panel.getByText(/ms on WebGPU/).waitFor({ timeout: 90_000 })
  expect([await again.count(), await device.locator('option:checked').innerText(), other.errors]).toEqual([0, 'WebGPU', []])
}, 120_000)

/** The processes that run models for the servers of this file. */
function runningModels(): number[] {
  return childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('inference-process'))
}

/** Seconds that a process computed so far. */
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
