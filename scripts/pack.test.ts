/** The desktop app packed for Linux against a folder that stands in for Electron's program: what is in it, how large it is, and that it runs. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { temporaryFolder } from '../tests/temporary-folder'
import { createClient } from '../main/contract/client'
import { host as contract } from '../main/contract/host'
import { type SocketLike, socketPort } from '../main/contract/socket-port'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'graft-pack-'))
const app = join(folder, 'packed/linux-unpacked')
const resources = join(app, 'resources')
const extracted = join(folder, 'extracted')

/** The mark by which Electron's program is found to hold fuses: a version, their number, then each as a digit. */
const fuseMark = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9])])

function makeElectron(): string {
  const electron = join(folder, 'electron')
  mkdirSync(join(electron, 'locales'), { recursive: true })
  mkdirSync(join(electron, 'resources'))
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) writeFileSync(join(electron, name), '')
  writeFileSync(join(electron, 'version'), (createRequire(import.meta.url)('electron/package.json') as { version: string }).version)
  writeFileSync(join(electron, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\n'), fuseMark, Buffer.from('111111111\n')]))
  chmodSync(join(electron, 'electron'), 0o755)
  return electron
}

beforeAll(() => {
  const args = ['--linux', 'dir', '--x64', `-c.electronDist=${makeElectron()}`, `-c.directories.output=${join(folder, 'packed')}`]
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/pack.mjs', ...args], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected a package, got ${stdout}${stderr}`)
  extractAll(join(resources, 'app.asar'), extracted)
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every file of the app, within the archive and beside it, without leading slash. */
const files = () =>
  listPackage(join(resources, 'app.asar'), { isPack: false })
    .map((path) => path.slice(1).replaceAll('\\', '/'))
    .filter((path) => statSync(join(extracted, path)).isFile())

const sizeOf = (path: string): number =>
  statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : statSync(path).size

test('of the native files only those of Linux on x64 are there, and they lie beside the archive', () => {
  const native = files().filter((path) => /\.(node|dll|dylib|wasm)$|\.so(\.|$)/.test(path))
  const others = native.filter((path) => !/linux(\/|-)x64/.test(path))
  const beside = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' })
  expect([others, native.filter((path) => !beside.includes(path))]).toEqual([[], []])
  expect(native).toContain('node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node')
  expect(native.filter((path) => path.endsWith('.node'))).toHaveLength(2)
})

test('nothing is there but programs, page, models and what they need', () => {
  const kinds = new Set(files().map((path) => path.split('/').slice(0, 2).join('/')))
  expect([...kinds].sort()).toEqual(
    [
      'LICENSE',
      'assets/models',
      'assets/recipes',
      'assets/samples',
      'dist/cli',
      'dist/electron',
      'dist/icons',
      'dist/renderer',
      'dist/services',
      'node_modules/@img',
      'node_modules/detect-libc',
      'node_modules/onnxruntime-common',
      'node_modules/onnxruntime-node',
      'node_modules/semver',
      'node_modules/sharp',
      'package.json',
    ].sort(),
  )
})

test('no sources, no tests and no maps are there', () => {
  expect(files().filter((path) => /\.(map|tsx?)$|\.test\.|(^|\/)(tests?|fixtures)\//.test(path))).toEqual([])
})

test('it is as small as onnxruntime and libvips let it be', () => {
  const megabytes = (path: string) => sizeOf(path) / 2 ** 20
  const [archive, beside] = [megabytes(join(resources, 'app.asar')), megabytes(join(resources, 'app.asar.unpacked'))]
  expect({ archive: archive < 20 || archive, beside: beside < 75 || beside }).toEqual({ archive: true, beside: true })
})

test('the program can no longer be made to run as Node, and loads the archive alone', () => {
  const program = readFileSync(join(app, 'graft'))
  const at = program.indexOf(fuseMark) + fuseMark.length
  // As Electron counts them: run as Node, encrypted cookies, NODE_OPTIONS, --inspect, archive checked, archive only, own snapshot, file: rights.
  expect(program.toString('ascii', at, at + 8)).toBe('01001100')
})

test('the packed command line finds its templates', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(extracted, 'dist/cli/graft.js'), 'info', 'yolov8n.yaml'], {
    encoding: 'utf8',
  })
  expect([status, stdout.trimEnd().split('\n').at(-2)]).toEqual([
    0,
    'YOLOv8n summary: 130 layers, 3,157,200 parameters, 3,157,184 gradients, 8.9 GFLOPs',
  ])
})

test('the packed services answer, and run models in a process of their own', async () => {
  const child = spawn(process.execPath, [join(extracted, 'dist/cli/graft.js'), 'serve', '--no-open'], {
    cwd: temporaryFolder(),
    env: { ...process.env, GRAFT_DATA: temporaryFolder() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const url = await vi.waitFor(() => /http:\S+/.exec(out)?.[0] ?? Promise.reject(new Error(`expected an address, got ${out}`)), 20_000)
  const { origin } = new URL(url)
  const headers = { Cookie: (await fetch(url)).headers.get('set-cookie')!.split(';')[0]!, Origin: origin }
  const page = await (await fetch(`${origin}/`, { headers })).text()
  const script = await fetch(`${origin}/${/src="\.\/(assets\/[^"]+\.js)"/.exec(page)![1]!}`, { headers })
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])

  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers })
  onTestFinished(() => socket.terminate())
  const { devices } = await createClient(contract, socketPort(socket as unknown as SocketLike)).call('devices.list', {})
  expect(devices.find(({ id }) => id === 'cpu')).toMatchObject({ refusal: null })
}, 60_000)
