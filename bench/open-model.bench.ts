/**
 * From the click on a large model to the window that shows it: cards and totals first, then the text's editor, ready to be typed in. Then how much
 * code a window loads to begin with, and how much the editor brings later, as it travels.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { report } from './harness'
import { openServedApp } from './served-app'

const { page, rendererFolder, close } = await openServedApp()
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} kB`

interface Opening {
  readonly canvas: number
  readonly editor: number
}

/** Opens yolov8x and closes it again: milliseconds from the click to a frame with the cards, and to one with the editor too. */
async function open(): Promise<Opening> {
  await page.getByRole('searchbox').fill('yolov8x.yaml')
  const found = page.getByRole('button', { name: /^yolov8x at x/ }).first()
  await found.waitFor()
  const times = await found.evaluate(
    (button) =>
      new Promise<Opening>((done) => {
        const clicked = performance.now()
        let canvas: number | undefined
        const look = () => {
          if (document.querySelectorAll('.react-flow__node').length >= 23) canvas ??= performance.now() - clicked
          // The task after a frame's callbacks: what they found is painted by then.
          if (canvas !== undefined && document.querySelector('.view-line') !== null)
            setTimeout(() => done({ canvas: canvas!, editor: performance.now() - clicked }))
          else requestAnimationFrame(look)
        }
        ;(button as HTMLElement).click()
        requestAnimationFrame(look)
      }),
  )
  await page.getByRole('button', { name: /^Close .*yaml/ }).click()
  return times
}

const first = await open()
const again: Opening[] = []
for (let run = 0; run < 12; run++) again.push(await open())
report('yolov8x opened', [
  { name: 'the first model of a window: cards', times: [first.canvas] },
  { name: 'the first model of a window: cards and editor', times: [first.editor] },
  { name: 'another: cards', times: again.map(({ canvas }) => canvas) },
  { name: 'another: cards and editor', times: again.map(({ editor }) => editor) },
])

const assets = join(rendererFolder, 'assets')
const start = readFileSync(join(rendererFolder, 'index.html'), 'utf8')
const sizes = readdirSync(assets)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => {
    const bytes = readFileSync(join(assets, name))
    return { name, isFirst: start.includes(name), bytes: bytes.length, packed: gzipSync(bytes).length }
  })
console.log('\ncode of the window (minified, gzip)')
for (const isFirst of [true, false]) {
  const group = sizes.filter((each) => each.isFirst === isFirst).toSorted((a, b) => b.bytes - a.bytes)
  const sum = (field: 'bytes' | 'packed') => kilobytes(group.reduce((all, each) => all + each[field], 0))
  console.log(`  ${isFirst ? 'to begin with' : 'later, and in workers'}: ${sum('bytes')}, ${sum('packed')}`)
  for (const { name, bytes, packed } of group.slice(0, 6))
    console.log(`    ${name.padEnd(40)} ${kilobytes(bytes).padStart(9)} ${kilobytes(packed).padStart(9)}`)
}
await close()
