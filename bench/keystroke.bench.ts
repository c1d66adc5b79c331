/**
 * From a key in the YAML to the updated canvas, in a real browser on the app as it is served: the time that the window's main thread works for one
 * key (script, style, layout and paint), as the browser itself accounts for it. It counts the thread's own time, so that a busy machine does not
 * change it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readText } from '../renderer/e2e/yaml'
import { median, report } from './harness'
import { openServedApp } from './served-app'

const yolov8 = readFileSync('assets/models/yolov8.yaml', 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'graft-keystroke-'))
const large = join(folder, 'large.yaml')
writeFileSync(large, yolov8 + `# ${'x'.repeat(97)}\n`.repeat(9_500))

const { page, close } = await openServedApp([large])
await page.getByRole('button', { name: 'New model' }).first().click()
await page
  .getByRole('button', { name: /^yolov8 / })
  .first()
  .click()
await page.locator('.view-line').first().waitFor()
const opened = await readText(page)

/** Puts the cursor behind a piece of text that stands in the file once. */
async function goBehind(wanted: string): Promise<void> {
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+f')
  await page.keyboard.type(wanted)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
}

const browser = await page.context().newCDPSession(page)
await browser.send('Performance.enable', { timeDomain: 'threadTicks' })

/** Milliseconds the main thread has worked so far, once nothing is left to do. */
async function worked(): Promise<number> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)))))
  const { metrics } = await browser.send('Performance.getMetrics')
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value
}

/** What each key costs, the first few left out, without what measuring itself costs. A null presses nothing. */
async function cost(keys: readonly (string | null)[], measuring = 0, runs = 60, warmup = 20): Promise<number[]> {
  const times: number[] = []
  for (let k = 0; k < warmup + runs; k++) {
    const key = keys[k % keys.length]!
    const before = await worked()
    if (key !== null) await page.keyboard.press(key)
    const after = await worked()
    if (k >= warmup) times.push(Math.max(0, after - before - measuring))
  }
  return times
}

const target = { ms: 16 }
const nothing = await cost([null])
const measuring = median(nothing)
await goBehind('nc: 80')
const classes = await cost(['0', 'Backspace'], measuring)
await goBehind('SPPF, [1024')
const channels = await cost(['0', 'Backspace'], measuring)
await goBehind('P3, P4, P5')
const comment = await cost(['x', 'Backspace'], measuring)
report('main thread for one key in the text of yolov8 (23 rows)', [
  { name: 'no key: what measuring costs', times: nothing },
  { name: 'a digit of nc', times: classes, target },
  { name: 'a digit of a row’s channels', times: channels, target },
  { name: 'a letter of a comment', times: comment, target },
])
const left = await readText(page)

await page.getByRole('button', { name: 'large.yaml', exact: true }).click()
await page.locator('.view-line', { hasText: 'nc' }).first().click()
await page.keyboard.press('Control+Home')
await page.keyboard.type('# ')
report('the same in a file of a megabyte', [{ name: 'a letter of a comment', times: await cost(['x', 'Backspace'], measuring), target }])
await close()
rmSync(folder, { recursive: true, force: true })
if (left !== opened) throw new Error(`expected the model as it was opened, got ${left}`)
