/** The whole app for browser stories: the real server on folders of its own, and Chromium in front of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, type JSHandle, type Page, chromium } from 'playwright-core'
import { build } from 'vite'
import { builtin } from '../../kernels'
import { checkpointProgram } from '../../main/services/checkpoints/tests/checkpoint-program'
import { testStarter } from '../../main/services/inference/tests/inference-program'
import { serveWeb } from '../../main/web/serve'
import type { WebServer } from '../../main/web/server'
import { findChromium } from '../../scripts/chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface StartOptions {
  /** Files in the folder that the app may use, by name. */
  readonly files?: Readonly<Record<string, string>>
  /** False: no folder may be used, only the files named. */
  readonly hasFolder?: boolean
  /** Data and models of an app that ran before; what is started on them leaves them. */
  readonly home?: string
  readonly context?: BrowserContextOptions
  /** Environment of the process that runs models. */
  readonly inferenceEnv?: Readonly<Record<string, string>>
}

export interface App {
  /** The first window: at the start page, or at the files that were named. */
  readonly page: Page
  readonly url: string
  /** Holds the data and the models. */
  readonly home: string
  readonly dataFolder: string
  /** The folder with the user's files. */
  readonly files: string
  readonly server: WebServer
  readonly context: BrowserContext
  /** What the windows complained of. A refused connection is not among it: stories that cut the line look at the banner. */
  readonly errors: string[]
  path(name: string): string
  read(name: string): string
  write(name: string, text: string): string
  /** Another window on the same server. */
  newWindow(): Promise<Page>
  /** Ends the server and its windows, and takes the folders away that were made for it. */
  close(): Promise<void>
}

let browser: Promise<Browser> | null = null

/** Chromium, started once a test file. */
export function startBrowser(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  return browser
}

/** Ends Chromium and takes the build away: for `afterAll`. */
export async function stopBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = null
  if (ownBuild !== null) rmSync(await ownBuild, { recursive: true, force: true })
  ownBuild = null
}

/** Starts the server and opens its first window. */
export async function startApp({ files = {}, hasFolder = true, home, context = {}, inferenceEnv = {} }: StartOptions = {}): Promise<App> {
  const own = home ?? mkdtempSync(join(tmpdir(), 'graft-e2e-'))
  const data = join(own, 'data')
  const folder = join(own, 'models')
  mkdirSync(folder, { recursive: true })
  const path = (name: string) => join(folder, name)
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text)
  const errors: string[] = []
  const server = await serveWeb({
    version: '0.0.0',
    port: 0,
    dataFolder: data,
    library: builtin,
    inference: await testStarter({ env: inferenceEnv }),
    checkpointProgram: await checkpointProgram(),
    rendererFolder: await rendererFolder(),
    paths: hasFolder ? [folder] : Object.keys(files).map(path),
    onBug: (error) => errors.push(String(error)),
  })
  const opened = await newContext(await startBrowser(), context)
  const newWindow = () => openWindow(opened, server.newStartUrl(), errors)
  return {
    page: await newWindow(),
    url: `http://127.0.0.1:${server.port}/`,
    home: own,
    dataFolder: data,
    files: folder,
    server,
    context: opened,
    errors,
    path,
    read: (name) => readFileSync(path(name), 'utf8'),
    write(name, text) {
      writeFileSync(path(name), text)
      return path(name)
    },
    newWindow,
    async close() {
      await opened.close()
      await server.close()
      if (home === undefined) rmSync(own, { recursive: true, force: true })
    },
  }
}

/** A browser's profile as the stories expect it: English, no motion, a usual window. */
export const newContext = (from: Browser, options: BrowserContextOptions = {}) =>
  from.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce', ...options })

/** A window as it starts. What it complains of goes to `errors`. */
export async function openWindow(context: BrowserContext, startUrl: string, errors: string[]): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket connection/.test(message.text())) errors.push(message.text())
  })
  await page.goto(startUrl)
  await page.locator('#root > *').first().waitFor()
  return page
}

/**
 * The text of the model that is looked at. The editor draws only the lines in view, so it is read where the components read it: from the session
 * that React hands down.
 */
export async function textOf(page: Page): Promise<string> {
  const session = await handedDown(page, 'text')
  return session.evaluate(({ text }) => (text as () => string)())
}

/** What React hands down to the components of the window that has this name in it. */
export const handedDown = (page: Page, name: string): Promise<JSHandle<Record<string, unknown>>> =>
  page
    .locator('header [role="status"]')
    .first()
    .evaluateHandle((element, wanted) => {
      interface Fiber {
        readonly return: Fiber | null
        readonly memoizedProps: { readonly value?: Record<string, unknown> | null } | null
      }
      const key = Object.keys(element).find((each) => each.startsWith('__reactFiber$'))!
      let fiber = (element as unknown as Record<string, Fiber | null>)[key]
      for (; fiber; fiber = fiber.return) {
        const value = fiber.memoizedProps?.value
        if (typeof value === 'object' && value !== null && wanted in value) return value
      }
      throw new Error('expected a model to be open')
    }, name)

/** `225 layers · 3,157,200 params · 8.9 GFLOPs`. */
export const totalsOf = async (page: Page): Promise<string> =>
  (await page.getByRole('status', { name: /Totals/ }).innerText()).replace(/\s*\n\s*/g, ' · ')

let ownBuild: Promise<string> | null = null

/** The renderer's build: that of `npm run build` where it is newer than what it is made of, else one of our own. */
export function rendererFolder(): Promise<string> {
  const built = join(root, 'dist/renderer')
  if (timeOf(join(built, 'index.html')) > newestSource()) return Promise.resolve(built)
  ownBuild ??= buildRenderer()
  return ownBuild
}

async function buildRenderer(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'graft-renderer-'))
  await build({ configFile: join(root, 'vite.config.ts'), build: { outDir, emptyOutDir: true }, logLevel: 'error' })
  return outDir
}

const timeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function newestSource(): number {
  const folders = ['renderer', 'graph-core', 'kernels', 'main/contract', 'assets']
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
  )
  const sources = paths.filter((path) => /\.(ts|tsx|css|html|json|yaml|svg)$/.test(path) && !/\.test\.|fixtures|e2e/.test(path))
  return Math.max(...[...sources, join(root, 'vite.config.ts')].map(timeOf))
}
