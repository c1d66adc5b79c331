import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tryMutations } from './tests/mutate'

test('20,000 files changed at random are read or refused, none takes two seconds, and nothing they say is done', async () => {
  const { failures, outcomes } = await tryMutations(Number(process.env['GRAFT_SEED']) * 20_000, 20_000)
  console.log([...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', '))
  expect(failures).toEqual([])
  expect(['PWNED', '/tmp/x', '/abs/PWNED', '/tmp/PWNED_traversal'].filter((path) => existsSync(path))).toEqual([])
})
