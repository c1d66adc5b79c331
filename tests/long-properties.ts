/** The property tests of `npm test` at many more seeds, each file in a process of its own as `npm test` has it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const vitest = 'node_modules/vitest/vitest.mjs'
const root = fileURLToPath(new URL('..', import.meta.url))

/** Every test of a folder that takes its cases from fast-check. */
export function propertyTests(folder: string): string[] {
  return readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.long.test.ts'))
    .filter((name) => readFileSync(`${root}/${name}`, 'utf8').includes(`from 'fast-check'`))
    .sort()
}

/** Tests that hold the property tests of folders at as many seeds, from that of this run on. */
export function testProperties(folders: readonly string[], seeds: number): void {
  const files = folders.flatMap(propertyTests)
  const first = Number(process.env['GRAFT_SEED'])

  test('there are property tests to run', () => {
    expect(files).not.toEqual([])
  })

  test.each(Array.from({ length: seeds }, (_, i) => (first + i) % 2 ** 31))('the properties hold with GRAFT_SEED=%s', (seed) => {
    const env = { ...process.env, GRAFT_SEED: String(seed), RUNS: '200' }
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--reporter=dot', '--maxWorkers=1', ...files], {
      cwd: root,
      encoding: 'utf8',
      env,
    })
    expect(status, `${stdout}\n${stderr}`).toBe(0)
  })
}
