import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../tests/temporary-folder'
import { electronVersion, fetchElectron, findElectron, rememberedFailure } from './electron.mjs'
import { chooseFace, ownFolders, readArguments } from './start.mjs'

describe('what `npm start` shows', () => {
  const situation = { wantsBrowser: false, hasScreen: true, program: null, failure: null, retries: false }
  const failure = 'fetch failed'

  test('Electron where it is there', () => {
    expect(chooseFace({ ...situation, program: '/electron', failure })).toEqual({ face: 'electron', program: '/electron' })
  })

  test('Electron once it is fetched, where it was never tried or is to be tried again', () => {
    expect([chooseFace(situation), chooseFace({ ...situation, failure, retries: true })]).toEqual([{ face: 'fetch' }, { face: 'fetch' }])
  })

  test('the browser where the download failed before, saying how to try again', () => {
    expect(chooseFace({ ...situation, failure })).toEqual({
      face: 'browser',
      because: 'Electron could not be downloaded (fetch failed): opening Graft in a browser. `npm start -- --retry-electron` tries again.',
    })
  })

  test('the browser’s address without a screen, and nothing is downloaded for it', () => {
    expect(chooseFace({ ...situation, hasScreen: false, program: '/electron' })).toEqual({
      face: 'browser',
      because: 'There is no screen here for the desktop app.',
    })
  })

  test('the browser where it is asked for', () => {
    expect(chooseFace({ ...situation, wantsBrowser: true, program: '/electron' })).toEqual({ face: 'browser', because: null })
  })
})

test('files are named from where the user stands', () => {
  expect(readArguments(['model.yaml', '--browser', '/abs.yaml'], '/home/ada')).toEqual({
    wantsBrowser: true,
    retries: false,
    files: ['/home/ada/model.yaml', '/abs.yaml'],
  })
})

test('the browser’s window may use the user’s folder, and the one the user stands in', () => {
  expect(['/home/ada', '/home/ada/graft', '/home/ada2', '/work', '/home/..ada'].map((from) => ownFolders('/home/ada', from))).toEqual([
    ['/home/ada'],
    ['/home/ada'],
    ['/home/ada', '/home/ada2'],
    ['/home/ada', '/work'],
    ['/home/ada', '/home/..ada'],
  ])
})

/** Electron's npm package, with its program or without. */
function makePackage({ version = '45.0.0', installed }: { version?: string; installed?: string } = {}) {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }))
  if (installed !== undefined) {
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'path.txt'), 'electron')
    writeFileSync(join(folder, 'dist/version'), `v${installed}\n`)
    writeFileSync(join(folder, 'dist/electron'), '')
  }
  return folder
}

test('Electron’s program is found in the version that is wanted, and in no other', () => {
  const folder = makePackage({ installed: '45.0.0' })
  expect([
    electronVersion(folder),
    findElectron(folder),
    findElectron(makePackage()),
    findElectron(makePackage({ installed: '44.0.0' })),
  ]).toEqual(['45.0.0', join(folder, 'dist/electron'), null, null])
})

describe('fetching Electron', () => {
  const version = '45.0.0'
  function make(script: string) {
    const folder = temporaryFolder()
    const [installer, file] = [join(folder, 'install.cjs'), join(folder, 'cache/failure.json')]
    writeFileSync(installer, script)
    return { installer, file, version }
  }

  test('that succeeds leaves nothing to remember', async () => {
    const given = make('')
    expect([await fetchElectron(given), existsSync(given.file), rememberedFailure(given)]).toEqual([null, false, null])
  })

  test('that fails is remembered with its reason, for this version alone', async () => {
    const given = make("console.error('TypeError: fetch failed\\n    at download (x.js:1:1)'); process.exit(1)")
    expect([await fetchElectron(given), rememberedFailure(given), rememberedFailure({ ...given, version: '46.0.0' })]).toEqual([
      'fetch failed',
      'fetch failed',
      null,
    ])
  })

  test('that takes too long is given up', async () => {
    const given = { ...make('setInterval(() => {}, 1000)'), timeoutMs: 300 }
    expect(await fetchElectron(given)).toBe('it took longer than 0.3 s')
  })

  test('a note that cannot be read is no failure', () => {
    const given = make('')
    mkdirSync(join(given.file, '..'))
    writeFileSync(given.file, '{"version"')
    expect([rememberedFailure(given), readFileSync(given.file, 'utf8')]).toEqual([null, '{"version"'])
  })
})
