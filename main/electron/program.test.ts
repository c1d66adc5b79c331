/**
 * The desktop app in Electron itself, wherever its program is: `npm start` fetches it. Everything else about it is held by desktop.test.ts, which
 * needs no program.
 */
import { spawnSync } from 'node:child_process'
import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { findElectron } from '../../scripts/electron.mjs'
import { ensureBuilt } from '../../tests/ensure-built'
import { temporaryFolder } from '../../tests/temporary-folder'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Why the program cannot run here; null where it can. */
function obstacle(program: string | null): string | null {
  if (program === null) return 'Electron’s program is not here: `npm start` downloads it'
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no screen: use xvfb-run'
  const { status, stderr } = spawnSync(program, ['--no-sandbox', '--version'], { encoding: 'utf8', timeout: 20_000 })
  return status === 0 ? null : `Electron’s program does not start: ${stderr.trim().split('\n')[0]}`
}

const program = findElectron()
const reason = obstacle(program)
if (reason !== null) console.log(`The desktop app is not tried in Electron itself: ${reason}.`)

test.skipIf(reason !== null)(
  'a model named on the command line is open in a sandboxed window, and the journal has what is typed',
  async () => {
    ensureBuilt()
    const model = join(realpathSync(temporaryFolder()), 'model.yaml')
    writeFileSync(model, 'nc: 80\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\nhead:\n  - [[0], 1, Detect, [nc]]\n')
    const app = await _electron.launch({
      executablePath: program!,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, model],
      env: { ...(process.env as Record<string, string>), GRAFT_DATA: temporaryFolder() },
    })
    onTestFinished(() => app.close())
    const page = await app.firstWindow()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.locator('.react-flow__node').nth(1).waitFor()
    expect([page.url(), errors]).toEqual(['graft://app/index.html', []])
    expect(await page.evaluate(() => [typeof globalThis.process, typeof (globalThis as { require?: unknown }).require])).toEqual([
      'undefined',
      'undefined',
    ])
    expect(await page.evaluate(() => fetch('https://example.org').then(String, () => 'refused'))).toBe('refused')
    const menu = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
    expect(menu?.length).toBeGreaterThanOrEqual(4)
  },
  60_000,
)
