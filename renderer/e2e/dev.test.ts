/** `npm run dev`: the page as vite serves it, on a real host and the files of this checkout. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ViteDevServer, createServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newContext, openWindow, startBrowser, stopBrowser, textOf } from './app'

import { temporaryFolder } from '../../tests/temporary-folder'

const root = fileURLToPath(new URL('../..', import.meta.url))
let server: ViteDevServer

beforeAll(async () => {
  server = await createServer({ configFile: `${root}vite.config.ts`, server: { port: 0, hmr: false, watch: null }, logLevel: 'error' })
  await server.listen()
}, 60_000)

afterAll(async () => {
  await stopBrowser()
  await server?.close()
})

test('the page in development opens a file of the checkout', async () => {
  process.env['GRAFT_DATA'] = temporaryFolder()
  const errors: string[] = []
  const context = await newContext(await startBrowser())
  const page = await openWindow(context, server.resolvedUrls!.local[0]!, errors)
  await page.keyboard.press('Control+o')
  await page.getByRole('dialog').getByLabel('Path').fill(`${root}assets/models/yolo11.yaml`)
  await page.keyboard.press('Enter')
  await page.locator('.react-flow__node').first().waitFor()
  expect([await textOf(page), errors]).toEqual([readFileSync(`${root}assets/models/yolo11.yaml`, 'utf8'), []])
  await context.close()
})
