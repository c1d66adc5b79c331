/**
 * Dragging a card and moving the picture, in models of several sizes, beside a page with React Flow alone that draws as many cards and links in the
 * same places: the time the main thread works for one frame, as the browser accounts for it, so that a busy machine does not change it.
 */
import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import type { AddressInfo } from 'node:net'
import react from '@vitejs/plugin-react'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { analyze } from '../graph-core/analysis'
import { readDocument } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'
import { layoutModel } from '../renderer/layout'
import { bareGraph } from './bare-flow/graph'
import { report } from './harness'
import { openServedApp } from './served-app'

const sizes = [25, 150, 625, 1000]
const target = { ratio: 1.2 }

/** A model of so many rows: the paths of a neck again and again, up and down two levels, joined with what lies before. */
function modelOf(rows: number): string {
  const head = ['nc: 4', 'backbone:', '  - [-1, 1, Conv, [16, 3, 2]]', '  - [-1, 1, Conv, [32, 3, 2]]', '  - [-1, 1, Conv, [32, 3, 2]]']
  const neck = [
    '  - [-1, 1, Conv, [32, 3, 2]]',
    '  - [-1, 1, C2f, [32, True]]',
    '  - [-1, 1, nn.Upsample, [None, 2, nearest]]',
    '  - [[-1, -4], 1, Concat, [1]]',
    '  - [-1, 1, C2f, [32]]',
    '  - [-1, 1, Conv, [32, 3, 1]]',
  ]
  const body = Array.from({ length: rows - 3 - 1 }, (_, k) => neck[k % neck.length]!)
  // A head reads one level: the last rows are left at whatever level they are.
  return `${[...head, ...body].join('\n')}\nhead:\n  - [[-1], 1, Detect, [nc]]\n`
}

const home = mkdtempSync(join(tmpdir(), 'graft-canvas-bench-'))
const [bare, models] = [join(home, 'bare'), new Map(sizes.map((size) => [size, join(home, `model-${size}.yaml`)]))]
await build({
  configFile: false,
  root: resolve('bench/bare-flow'),
  base: './',
  plugins: [react()],
  build: { outDir: bare, emptyOutDir: true, target: 'es2023' },
  logLevel: 'error',
})
for (const [size, path] of models) {
  const text = modelOf(size)
  writeFileSync(path, text)
  const analysed = analyze(readDocument(text), builtin)
  writeFileSync(join(bare, `graph-${size}.json`), JSON.stringify(bareGraph(layoutModel(analysed), analysed)))
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}
const server = createServer(({ url = '/' }, response) => {
  const path = join(bare, new URL(url, 'http://localhost').pathname.replace(/\/$/, '/index.html'))
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream')
  response.end(readFileSync(path))
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

const { page, close } = await openServedApp([...models.values()])
const frames = 24
const warmup = 4

/** What one frame costs while a card is dragged, or the picture is, in milliseconds of the main thread; what a frame without either costs is taken off. */
async function cost(of: Page, kind: 'drag' | 'pan'): Promise<number[]> {
  await of.bringToFront()
  const browser = await of.context().newCDPSession(of)
  await browser.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    await of.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))))
    const { metrics } = await browser.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
  const timesOf = async (act: (k: number) => Promise<void>) => {
    const times: number[] = []
    for (let k = 0; k < warmup + frames; k++) {
      const before = await worked()
      await act(k)
      const after = await worked()
      if (k >= warmup) times.push(after - before)
    }
    return times
  }
  const [x, y] = kind === 'drag' ? await middleCard(of) : await emptyPlace(of)
  const button = kind === 'drag' ? 'left' : 'middle'
  await of.mouse.move(x, y)
  await of.mouse.down({ button })
  for (const step of [3, 6, 9]) await of.mouse.move(x + step, y + step)
  const idle = (await timesOf(() => Promise.resolve())).sort((p, q) => p - q)[frames >> 1]!
  // Round and round, so that no edge of the canvas is reached.
  const times = await timesOf((k) => of.mouse.move(x + 60 * Math.cos(k / 4), y + 40 * Math.sin(k / 4)))
  await of.mouse.move(x, y)
  await of.mouse.up({ button })
  await browser.detach()
  return times.map((time) => Math.max(0, time - idle))
}

/** The middle of the card nearest to the middle of the canvas. */
async function middleCard(of: Page): Promise<readonly [number, number]> {
  return of.locator('.react-flow').evaluate((flow) => {
    const area = flow.getBoundingClientRect()
    const middle = (box: DOMRect) => [box.x + box.width / 2, box.y + box.height / 2] as const
    const [mx, my] = middle(area)
    const cards = [...flow.querySelectorAll('.react-flow__node')].map((card) => middle(card.getBoundingClientRect()))
    return cards.reduce((best, place) => (Math.hypot(place[0] - mx, place[1] - my) < Math.hypot(best[0] - mx, best[1] - my) ? place : best))
  })
}

/** A place at the top of the canvas, where no card is. */
async function emptyPlace(of: Page): Promise<readonly [number, number]> {
  const { x, y, width } = (await of.locator('.react-flow').boundingBox())!
  return [x + width / 2, y + 50]
}

for (const size of sizes) {
  await page.bringToFront()
  await page.getByRole('button', { name: `model-${size}.yaml`, exact: true }).click()
  await page.getByRole('status', { name: /Totals/ }).waitFor()
  await page.locator('.react-flow__node').nth(20).waitFor()
  const { width, height } = (await page.locator('.react-flow').boundingBox())!
  // What does not fit at the smallest zoom is seen in part: both pages look at the same part.
  const view = await page.locator('.react-flow__viewport').evaluate((viewport) => {
    const { e, f, a } = new DOMMatrix(getComputedStyle(viewport).transform)
    return [e, f, a]
  })
  const alone = await page
    .context()
    .browser()!
    .newPage({ viewport: { width: Math.round(width), height: Math.round(height) } })
  await alone.goto(`${address}?nodes=${size}&view=${String(view)}`)
  await alone.locator('.react-flow__node').nth(20).waitFor()
  for (const kind of ['drag', 'pan'] as const) {
    // In turns, so that what slows the machine slows both.
    const times = { alone: [] as number[], ours: [] as number[] }
    for (let round = 0; round < 2; round++) {
      times.alone.push(...(await cost(alone, kind)))
      times.ours.push(...(await cost(page, kind)))
    }
    report(`main thread for one frame, ${size} rows, ${kind === 'drag' ? 'a card is dragged' : 'the picture is moved'}`, [
      { name: 'React Flow alone', times: times.alone },
      { name: 'the canvas', times: times.ours, target },
    ])
  }
  await alone.close()
}
await close()
server.close()
rmSync(home, { recursive: true, force: true })
