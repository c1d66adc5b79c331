// vitest in a process of its own, with its counts: how both tiers of tests are run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {{ passed: number, failed: number, skipped: number, ok: boolean }} Counts */

/** What is said where not a single test could run. @type {Counts} */
export const nothingRan = { passed: 0, failed: 1, skipped: 0, ok: false }

/** @param {string[]} args @param {Record<string, string>} [env] */
export const runNode = (args, env) =>
  spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] }).status

/**
 * Runs vitest and counts.
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Counts}
 */
export function runVitest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'graft-test-'))
  const countsFile = join(folder, 'counts.json')
  try {
    const reporters = ['--reporter=default', '--reporter=./scripts/count-reporter.mjs']
    const status = runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], { ...env, GRAFT_TEST_COUNTS: countsFile })
    const counts = /** @type {{ passed: number, failed: number, skipped: number }} */ (JSON.parse(readFileSync(countsFile, 'utf8')))
    // vitest may end badly without a failed test (no test found, a crash while closing): that is not a pass.
    if (status !== 0 && counts.failed === 0) counts.failed = 1
    return { ...counts, ok: status === 0 && counts.failed === 0 }
  } catch {
    return nothingRan // vitest ended before it could count
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Prints the counts as the last line and ends with their exit code.
 * @param {Counts} counts
 */
export function endWith({ passed, failed, skipped, ok }) {
  process.exitCode = ok ? 0 : 1
  // .ci/run reads the counts from here, since npm may print lines of its own after the last one.
  if (process.env.GRAFT_COUNTS_COPY) writeFileSync(process.env.GRAFT_COUNTS_COPY, `${passed} ${failed} ${skipped}\n`)
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
}
