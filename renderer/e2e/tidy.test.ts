/** Cards that were moved by hand go back to their places, in a real browser. */
import { readFileSync } from 'node:fs'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { type App, startApp, stopBrowser, textOf } from './app'

afterAll(stopBrowser)
vi.setConfig({ testTimeout: 60_000 })

const stock = readFileSync('assets/models/yolov8.yaml', 'utf8')
const moved = `${stock}graft: { v: 1, nodes: { 15: { module: C2f, at: [700, -250], title: fine } } }\n`

/** The app on a model with a card high above its lane. */
async function start(reducedMotion: 'reduce' | 'no-preference'): Promise<App> {
  const app = await startApp({ files: { 'moved.yaml': moved }, hasFolder: false, context: { reducedMotion } })
  onTestFinished(() => app.close())
  await app.page.locator('.react-flow__node').first().waitFor()
  return app
}

/** The places that the card is seen at, frame by frame, from before the keys until it stands still where it is said to. */
async function placesWhileTidied(app: App): Promise<number[]> {
  const { page } = app
  await page.locator('.react-flow__pane').click({ position: { x: 400, y: 20 } })
  const node = page.locator('.react-flow__node').nth(15)
  // What is seen is noted before the key is pressed.
  const seen = await node.evaluateHandle((element) => {
    const top = () => new DOMMatrix(getComputedStyle(element).transform).f
    const places = [top()]
    const done = new Promise<number[]>((resolve) => {
      let still = 0
      const look = () => {
        const now = top()
        still = now === places.at(-1) ? still + 1 : 0
        if (still === 0) places.push(now)
        if (places.length > 1 && still > 30) resolve(places)
        else requestAnimationFrame(look)
      }
      look()
    })
    return { done }
  })
  await page.keyboard.press('Shift+T')
  return seen.evaluate(({ done }) => done)
}

test('tidying moves a card back to its lane in between frames, keeps its title and is one step', async () => {
  const app = await start('no-preference')
  const places = await placesWhileTidied(app)
  expect(places[0]).toBe(-250)
  expect(places.at(-1)).toBeGreaterThan(100)
  expect(places.length).toBeGreaterThan(3)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(await textOf(app.page)).toBe(`${stock}graft: { v: 1, nodes: { 15: { module: C2f, title: fine } } }\n`)
  await app.page.keyboard.press('ControlOrMeta+z')
  expect(await textOf(app.page)).toBe(moved)
  expect(app.errors).toEqual([])
})

test('people who want no motion see the card in its place at once', async () => {
  expect(await placesWhileTidied(await start('reduce'))).toHaveLength(2)
})
