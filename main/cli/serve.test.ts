/** `graft serve` as it is shipped, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ensureBuilt } from '../../tests/ensure-built'
import { temporaryFolder } from '../../tests/temporary-folder'
import { createClient } from '../contract/client'
import { host as contract } from '../contract/host'
import { type SocketLike, socketPort } from '../contract/socket-port'

const program = fileURLToPath(new URL('../../dist/cli/graft.js', import.meta.url))

beforeAll(() => ensureBuilt())

/** What a served program printed and how it ended. */
interface Served {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** The first line matching, once it is printed. */
  said(pattern: RegExp): Promise<string>
  readonly ended: Promise<number | string>
}

function run(
  args: readonly string[],
  { cwd, env = {}, data = temporaryFolder() }: { cwd?: string; env?: NodeJS.ProcessEnv; data?: string } = {},
): Served {
  const child = spawn(process.execPath, [program, 'serve', ...args], {
    cwd: cwd ?? temporaryFolder(),
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', GRAFT_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    said: (pattern) =>
      vi.waitFor(() => {
        const found = pattern.exec(out)
        if (!found) throw new Error(`expected ${String(pattern)}, got ${out}${err}`)
        return found[1] ?? found[0]
      }, 20_000),
  }
}

const address = /(http:\/\/127\.0\.0\.1:\d+\/start\?token=[\w-]+)\n/

/** A window at the printed address, without a browser. */
async function openWindow(url: string) {
  const headers = { Cookie: (await fetch(url)).headers.get('set-cookie')!.split(';')[0]!, Origin: new URL(url).origin }
  const socket = new WebSocket(`${headers.Origin.replace('http', 'ws')}/rpc`, { headers })
  onTestFinished(() => socket.terminate())
  return { headers, client: createClient(contract, socketPort(socket as unknown as SocketLike)) }
}

test('the printed address opens the app on the models and folders that were named', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'more'))
  writeFileSync(join(folder, 'model.yaml'), 'nc: 80\n')
  const served = run(['model.yaml', 'more', '--no-open'], { cwd: folder })
  const { client, headers } = await openWindow(await served.said(address))
  const page = await fetch(`${headers.Origin}/`, { headers })
  const { startFiles, folders } = await client.call('capabilities', {})
  const opened = await client.call('document.open', { path: startFiles[0]! })
  expect([page.status, startFiles, folders, opened?.text]).toEqual([200, [join(folder, 'model.yaml')], [join(folder, 'more')], 'nc: 80\n'])
  expect(await page.text()).toContain('<div id="root">')
})

test('without names it serves the folder it was started in', async () => {
  const cwd = temporaryFolder()
  const { client } = await openWindow(await run(['--no-open'], { cwd }).said(address))
  expect((await client.call('capabilities', {})).folders).toEqual([cwd])
})

test('Ctrl C ends it well, and changes not a quarter of a second old are on the disk', async () => {
  const data = temporaryFolder()
  const served = run(['--no-open'], { data })
  const { client } = await openWindow(await served.said(address))
  const head = { name: 'Untitled', path: null, version: null }
  const kept = client.call('journal.record', { document: 'document-1', head, revision: 0, change: { text: 'nc: 20\n' } }).catch(() => null)
  await client.call('capabilities', {}) // answered after the change was taken
  served.child.kill('SIGINT')
  expect([await served.ended, served.err()]).toEqual([0, ''])
  await kept
  const { client: next } = await openWindow(await run(['--no-open'], { data }).said(address))
  expect(await next.call('journal.restore', { document: 'document-1' })).toMatchObject({ text: 'nc: 20\n' })
})

test('the system’s own ending is a good one, too', async () => {
  const served = run(['--no-open'])
  await served.said(address)
  served.child.kill('SIGTERM')
  expect(await served.ended).toBe(0)
})

test('a port that is taken is told', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const served = run(['--no-open', '--port', String(port)])
  expect([await served.ended, served.out(), served.err()]).toEqual([
    3,
    '',
    `graft serve: Port ${port} is in use by another program. Choose another with \`--port\`, or end the other program.\n`,
  ])
})

test('a model that is not there is told, and nothing is left behind', async () => {
  const data = temporaryFolder()
  const served = run(['gone.yaml', '--no-open'], { data })
  expect([await served.ended, served.out(), served.err(), readdirSync(data)]).toEqual([
    3,
    '',
    'graft serve: There is no file or folder gone.yaml. Check the path.\n',
    [],
  ])
})

test('a program without its page says so', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'cli'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'cli/graft.js'), readFileSync(program))
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'))
  const child = spawn(process.execPath, [join(folder, 'cli/graft.js'), 'serve', '--no-open'], {
    env: { ...process.env, GRAFT_DATA: join(folder, 'data') },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [code] = (await once(child, 'exit')) as [number]
  expect([code, err]).toEqual([
    3,
    'graft serve: Graft’s window has not been built. Run `npm run build`; where Graft was installed, install it again.\n',
  ])
})

test('without a screen it says that the address must be opened by hand', async () => {
  await run([]).said(/No browser could be opened here/)
})

test.skipIf(process.platform !== 'linux')('the browser gets an address of its own, so that the printed one still works', async () => {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'chromium'),
    `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/part" && mv "${folder}/part" "${folder}/arguments"\n`,
  )
  chmodSync(join(folder, 'chromium'), 0o755)
  const served = run([], { env: { PATH: `${folder}:${process.env['PATH']}`, DISPLAY: ':99' } })
  const printed = await served.said(address)
  await vi.waitFor(() => expect(existsSync(join(folder, 'arguments'))).toBe(true), 10_000)
  const [app, ...more] = readFileSync(join(folder, 'arguments'), 'utf8').trim().split('\n')
  expect(more).toEqual(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
  const given = app!.replace('--app=', '')
  expect([given !== printed, (await fetch(given)).status, (await fetch(printed)).status, (await fetch(given)).status]).toEqual([
    true,
    200,
    200,
    403,
  ])
})
