import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../tests/temporary-folder'
import { withLock } from './lock.mjs'

test('two who ask at once run one after the other', async () => {
  const path = join(temporaryFolder(), 'dist/.lock')
  const seen: string[] = []
  const run = (name: string) =>
    withLock(path, async () => {
      seen.push(`${name} begins`)
      await new Promise(setImmediate)
      seen.push(`${name} ends`)
    })
  await Promise.all([run('one'), run('two')])
  expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
})

test('one that fails gives the lock back', async () => {
  const path = join(temporaryFolder(), '.lock')
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect([existsSync(path), await withLock(path, async () => 'ran')]).toEqual([false, 'ran'])
})

test('a lock whose holder died is taken over', async () => {
  const path = join(temporaryFolder(), '.lock')
  writeFileSync(path, String(spawnSync(process.execPath, ['--version']).pid))
  expect(await withLock(path, async () => 'ran')).toBe('ran')
})
