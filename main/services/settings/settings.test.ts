import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../tests/temporary-folder'
import type { Notice } from '../../contract/host'
import { type Migration, createJsonStore } from './json-store'
import { createRecentFiles } from './recent'
import { createSettings } from './settings'

let time = 0
const clock = { now: () => ++time, after: () => () => undefined }

/** Settings in a file that holds this text; `saved` reads it back. */
function open(text?: string, migrations?: readonly Migration[]) {
  const path = join(temporaryFolder(), 'settings.json')
  if (text !== undefined) writeFileSync(path, text)
  const notices: Notice[] = []
  const store = createJsonStore({ path, clock, migrations, onNotice: (notice) => notices.push(notice) })
  return { path, notices, store, settings: createSettings(store), saved: () => JSON.parse(readFileSync(path, 'utf8')) as unknown }
}

test('settings that were never made are empty', async () => {
  expect(await open().settings.get()).toEqual({})
})

test('setting one field leaves the others, and those of another version, alone', async () => {
  const { settings, saved } = open('{"version":1,"theme":"dark","plugin":{"a":1}}')
  expect(await settings.set({ language: 'zh-CN' })).toEqual({ theme: 'dark', language: 'zh-CN' })
  expect(saved()).toEqual({ version: 1, theme: 'dark', plugin: { a: 1 }, language: 'zh-CN' })
})

test('a value of a field that is not understood counts as unset and stays in the file', async () => {
  const { settings, saved } = open('{"version":1,"theme":"sepia"}')
  expect(await settings.get()).toEqual({})
  await settings.set({ language: 'en' })
  expect(saved()).toMatchObject({ theme: 'sepia' })
})

test.each(['', '{"version":1', '[1]', '"a"', '{"theme":"dark"}', '\u0000'])(
  'a file that is no settings is set aside, whole: %j',
  async (text) => {
    const { path, settings, notices } = open(text)
    expect(await settings.get()).toEqual({})
    expect(notices).toMatchObject([{ code: 'settings.set-aside' }])
    expect(readFileSync(notices[0]!.path, 'utf8')).toBe(text)
    await settings.set({ theme: 'dark' })
    expect(readdirSync(join(path, '..')).length).toBe(2)
  },
)

test('older settings are carried over step by step', async () => {
  const migrations: Migration[] = [({ dark, ...rest }) => ({ ...rest, theme: dark ? 'dark' : 'light' }), (v) => ({ ...v, language: 'en' })]
  const { settings, saved } = open('{"version":1,"dark":true}', migrations)
  expect(await settings.get()).toEqual({ theme: 'dark', language: 'en' })
  await settings.set({ device: 'cpu' })
  expect(saved()).toEqual({ version: 3, theme: 'dark', language: 'en', device: 'cpu' })
})

test('settings of a newer version are read as far as they go, told once, and stay of that version', async () => {
  const { settings, notices, saved, path } = open('{"version":9,"theme":"dark","later":1}')
  await settings.get()
  await settings.set({ theme: 'light' })
  expect([notices, saved()]).toEqual([[{ code: 'settings.newer', path }], { version: 9, theme: 'light', later: 1 }])
})

test('many changes at once are all kept', async () => {
  const { settings } = open()
  await Promise.all([settings.set({ theme: 'dark' }), settings.set({ language: 'en' }), settings.set({ device: 'cpu' })])
  expect(await settings.get()).toEqual({ theme: 'dark', language: 'en', device: 'cpu' })
})

test('settings that cannot be written say so', async () => {
  const { path, settings } = open()
  mkdirSync(path)
  chmodSync(path, 0o555)
  await expect(settings.set({ theme: 'dark' })).rejects.toMatchObject({ code: 'file.not-a-file' })
})

test('recent files are the newest twenty, each once', async () => {
  const { store } = open()
  const recent = createRecentFiles(store, clock)
  for (let i = 0; i < 25; i++) await recent.add(`/models/${i % 22}.yaml`)
  expect((await recent.list()).map(({ name }) => Number.parseInt(name))).toEqual([2, 1, 0, ...Array.from({ length: 17 }, (_, i) => 21 - i)])
  await recent.remove('/models/1.yaml')
  expect((await recent.list())[1]!.name).toBe('0.yaml')
  await recent.clear()
  expect(await recent.list()).toEqual([])
})
