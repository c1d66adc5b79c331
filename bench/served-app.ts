/** The app as it is served, in a real browser: for benches of what people see. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Page, chromium } from 'playwright-core'
import { build } from 'vite'
import { builtin } from '../kernels'
import { serveWeb } from '../main/web/serve'
import { findChromium } from '../scripts/chromium.mjs'

/** Builds the renderer, serves it on folders of its own, and opens it, with files where some are named. */
export async function openServedApp(
  files?: readonly string[],
): Promise<{ page: Page; rendererFolder: string; close: () => Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'graft-bench-'))
  const [dataFolder, rendererFolder] = [join(home, 'data'), join(home, 'renderer')]
  await build({ configFile: resolve('vite.config.ts'), build: { outDir: rendererFolder, emptyOutDir: true }, logLevel: 'error' })
  const server = await serveWeb({ version: '0.0.0', port: 0, dataFolder, library: builtin, rendererFolder, paths: files ?? [home] })
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
  await page.goto(server.newStartUrl())
  return {
    page,
    rendererFolder,
    async close() {
      await browser.close()
      await server.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
