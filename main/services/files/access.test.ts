import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { createFileAccess } from './access'

/** Which of the paths may be named. */
async function allowed(folders: readonly string[], paths: readonly string[], granted: readonly string[] = []) {
  const access = createFileAccess(folders)
  for (const path of granted) await access.grant(path)
  const may = (path: string) =>
    access.check(path).then(
      () => true,
      () => false,
    )
  return Promise.all(paths.map(may))
}

test('of a folder everything may be named but what is hidden in it', async () => {
  const home = realpathSync(temporaryFolder())
  for (const folder of ['models', '.ssh', 'models/.git']) mkdirSync(join(home, folder))
  writeFileSync(join(home, '.ssh/id'), '')
  symlinkSync(join(home, '.ssh/id'), join(home, 'models/link.yaml'))
  const names = ['.', 'models', 'models/new.yaml', 'models/..a.yaml', '.ssh/id', 'models/.git/config', 'models/link.yaml']
  const paths = names.map((name) => join(home, name))
  expect(await allowed([home], paths)).toEqual([true, true, true, false, false, false, false])
  expect(await allowed([join(home, '.ssh')], [join(home, '.ssh/id')])).toEqual([true])
  expect(await allowed([home], [join(home, '.ssh/id')], [join(home, '.ssh/id')])).toEqual([true])
})
