// `npm run check`: types per folder, lint with import boundaries, format. Runs every step and says at the end which failed.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { ensureInstalled } from './ensure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
ensureInstalled()

/** The folders of the house, each with its own tsconfig. */
const folders = ['graph-core', 'kernels', 'main/contract', 'main/services', 'main/electron', 'main/web', 'main/cli', 'renderer']

/** @param {string} folder */
const hasSources = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).some((name) => /(?<!\.test|\.d)\.tsx?$/.test(name))

const tsc = 'node_modules/typescript/bin/tsc'
/** @type {[name: string, args: string[]][]} */
const steps = [
  ...folders.filter(hasSources).map((folder) => /** @type {[string, string[]]} */ ([`types of ${folder}`, [tsc, '-p', folder]])),
  ['types of scripts, tests and benches', [tsc, '-p', '.']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
]

/** @type {string[]} */
const failed = []
for (const [name, args] of steps) {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) failed.push(name)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}
process.exitCode = failed.length ? 1 : 0
console.log(failed.length ? `check failed: ${failed.join(', ')}` : 'check passed')
