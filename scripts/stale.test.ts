import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../tests/temporary-folder'
import { fingerprint, isFresh, remember } from './stale.mjs'

const step = { name: 'the page', inputs: ['source', 'vite.config.ts', 'not-there'], outputs: ['dist/page.html'] }

/** A folder in which the step has just run. */
function built() {
  const root = temporaryFolder()
  mkdirSync(join(root, 'source/tests'), { recursive: true })
  const write = (name: string, text = 'a') => writeFileSync(join(root, name), text)
  write('source/a.ts')
  write('source/b.ts')
  write('vite.config.ts')
  remember(root, step, fingerprint(root, step))
  write('dist/page.html')
  return { root, write, path: (name: string) => join(root, name), fresh: () => isFresh(root, step) }
}

test('what has just run is fresh, and stays so when a file is only touched', () => {
  const { fresh, path } = built()
  utimesSync(path('source/a.ts'), 1, 1)
  expect(fresh()).toBe(true)
})

test.each<[string, (all: ReturnType<typeof built>) => void]>([
  ['a file with other contents', ({ write }) => write('source/a.ts', 'b')],
  ['a new file', ({ write }) => write('source/c.css')],
  ['a file that is gone', ({ path }) => rmSync(path('source/b.ts'))],
  ['another name', ({ path, write }) => (rmSync(path('source/b.ts')), write('source/c.ts'))],
  ['bytes that moved from one file to the next', ({ write }) => (write('source/a.ts', 'aa'), write('source/b.ts', ''))],
  ['an input that was not there before', ({ write }) => write('not-there')],
  ['a result that is gone', ({ path }) => rmSync(path('dist/page.html'))],
])('%s makes it stale', (_, change) => {
  const all = built()
  change(all)
  expect(all.fresh()).toBe(false)
})

test('tests, their files and readmes are no input', () => {
  const { fresh, write } = built()
  for (const name of ['source/a.test.ts', 'source/tests/b.ts', 'source/README.md']) write(name)
  expect(fresh()).toBe(true)
})

test('a change while the step runs counts', () => {
  const { root, write, fresh } = built()
  const made = fingerprint(root, step)
  write('source/a.ts', 'meanwhile')
  remember(root, step, made)
  expect(fresh()).toBe(false)
})
