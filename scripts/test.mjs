// `npm test [-- vitest arguments]`: installs what is missing, builds, runs every test and prints `N passed, N failed` as the last line.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'
import { provideSystem, withoutTorch } from './environment.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string[]} args @param {Record<string, string>} [env] */
const runNode = (args, env) =>
  spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] }).status

/** @returns {{ passed: number, failed: number, skipped: number, ok: boolean }} */
function runTests() {
  const nothing = { passed: 0, failed: 1, skipped: 0, ok: false }
  try {
    ensureInstalled()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return nothing
  }
  provideSystem()
  if (withoutTorch) console.log('GRAFT_WITHOUT_TORCH=1: comparisons with PyTorch are skipped.')
  if (runNode(['scripts/build.mjs']) !== 0) return nothing

  const folder = mkdtempSync(join(tmpdir(), 'graft-test-'))
  const countsFile = join(folder, 'counts.json')
  try {
    const reporters = ['--reporter=default', '--reporter=./scripts/count-reporter.mjs']
    const status = runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...process.argv.slice(2)], {
      GRAFT_TEST_COUNTS: countsFile,
    })
    const counts = /** @type {{ passed: number, failed: number, skipped: number }} */ (JSON.parse(readFileSync(countsFile, 'utf8')))
    // vitest may end badly without a failed test (no test found, a crash while closing): that is not a pass.
    if (status !== 0 && counts.failed === 0) counts.failed = 1
    return { ...counts, ok: status === 0 && counts.failed === 0 }
  } catch {
    return nothing // vitest ended before it could count
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const { passed, failed, skipped, ok } = runTests()
process.exitCode = ok ? 0 : 1
// .ci/run reads the counts from here, since npm may print lines of its own after the last one.
if (process.env.GRAFT_COUNTS_COPY) writeFileSync(process.env.GRAFT_COUNTS_COPY, `${passed} ${failed} ${skipped}\n`)
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
