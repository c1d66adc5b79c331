import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { builtin } from '../../kernels'
import { temporaryFolder } from '../../tests/temporary-folder'
import { createClient } from '../contract/client'
import { host as contract } from '../contract/host'
import type { Port } from '../contract/port'
import { type SocketLike, socketPort } from '../contract/socket-port'
import { connect, contractSuite } from '../contract/tests/contract.suite'
import { createBulk } from '../services/files/bulk'
import { serveWeb } from './serve'
import { type WebServer, startWebServer } from './server'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request as it is written here: no browser adds or mends anything. */
function ask(port: number, path: string, headers: OutgoingHttpHeaders = {}, method = 'GET', body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { Host: `127.0.0.1:${port}`, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

function makeRenderer(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Graft</title>')
  writeFileSync(join(folder, 'assets', 'main-B1a2C3d4.js'), 'export {}')
  writeFileSync(join(folder, 'assets', 'plain.js'), 'export {}')
  symlinkSync('/etc/passwd', join(folder, 'passwd'))
  return folder
}

/** A server, and a browser that opened its start address. */
async function start(options: { connect?: (port: Port) => void; largestMessage?: number; largest?: number } = {}) {
  const bulk = createBulk({ largest: options.largest })
  const server = await startWebServer({ port: 0, rendererFolder: makeRenderer(), bulk, connect: () => undefined, ...options })
  onTestFinished(async () => {
    await server.close()
    await bulk.close()
  })
  const { port } = server
  const cookie = await signIn(server)
  const origin = `http://127.0.0.1:${port}`
  const get = (path: string, headers: OutgoingHttpHeaders = {}) => ask(port, path, { Cookie: cookie, ...headers })
  const put = (path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}) =>
    ask(port, path, { Cookie: cookie, Origin: origin, ...headers }, 'PUT', body)
  return { server, bulk, port, cookie, origin, get, put }
}

async function signIn(server: WebServer): Promise<string> {
  const { pathname, search } = new URL(server.newStartUrl())
  const { headers } = await ask(server.port, pathname + search)
  return headers['set-cookie']![0]!.split(';')[0]!
}

/** How a WebSocket's opening ends: open, or the status it is refused with. */
function openSocket(
  port: number,
  headers: Record<string, string>,
  path = '/rpc',
): Promise<{ socket: WebSocket; outcome: number | 'open' }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
  onTestFinished(() => socket.terminate())
  socket.on('error', () => undefined)
  return new Promise((resolve) => {
    socket.on('open', () => resolve({ socket, outcome: 'open' }))
    socket.on('unexpected-response', (_, response) => resolve({ socket, outcome: response.statusCode! }))
  })
}

contractSuite('the server’s WebSocket', async () => {
  const accepted: ((port: Port) => void)[] = []
  const arrival = new Promise<Port>((resolve) => accepted.push(resolve))
  const { port, cookie, origin } = await start({ connect: (p) => accepted[0]!(p) })
  const { socket } = await openSocket(port, { Cookie: cookie, Origin: origin })
  return connect([socketPort(socket as unknown as SocketLike), await arrival])
})

test('the start address gives a strict cookie that scripts cannot read, and leads to the app', async () => {
  const { server, port } = await start()
  const { pathname, search } = new URL(server.newStartUrl())
  const { status, headers, body } = await ask(port, pathname + search)
  expect([status, headers['set-cookie'], headers['cache-control']]).toEqual([
    200,
    [expect.stringMatching(new RegExp(`^graft_${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))],
    'no-store',
  ])
  expect(body).toContain('url=/')
})

test('a token works once, and only as it was given', async () => {
  const { server, port } = await start()
  const { pathname, search } = new URL(server.newStartUrl())
  const tokens = [`${search}x`, '?token=', '', search.slice(0, -1), search.toUpperCase(), search, search]
  const answers: number[] = []
  for (const token of tokens) answers.push((await ask(port, pathname + token)).status)
  expect(answers).toEqual([403, 403, 403, 403, 403, 200, 403])
})

test('looking at the start address without fetching it does not use it up', async () => {
  const { server, port } = await start()
  const { pathname, search } = new URL(server.newStartUrl())
  expect((await ask(port, pathname + search, {}, 'HEAD')).status).toBe(401)
  expect((await ask(port, pathname + search)).status).toBe(200)
})

test('without the cookie nothing is served', async () => {
  const { port, cookie } = await start()
  const cookies = [undefined, 'graft=1', `${cookie}x`, cookie.slice(0, -1), `graft_1=${cookie.split('=')[1]}`, cookie, `a=b; ${cookie}`]
  const answers = await Promise.all(cookies.map((c) => ask(port, '/', c === undefined ? {} : { Cookie: c })))
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 200, 200])
})

test('a name that is not this machine’s is refused, whatever it resolves to', async () => {
  const { get, port } = await start()
  const hosts = ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', 'localhost.evil.example', '0.0.0.0', '127.0.0.1@evil']
  const answers = await Promise.all(hosts.map((Host) => get('/', { Host })))
  expect(answers.map(({ status }) => status)).toEqual(hosts.map(() => 403))
  const own = [`127.0.0.1:${port}`, 'localhost', 'LOCALHOST:9000', '[::1]:9000']
  expect((await Promise.all(own.map((Host) => get('/', { Host })))).map(({ status }) => status)).toEqual([200, 200, 200, 200])
})

test('pages of another origin, another port among them, are refused', async () => {
  const { get, put, port, bulk } = await start()
  const handle = await bulk.receive('a.png', 1)
  const origins = ['http://evil.example', 'null', `https://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`, `http://localhost:${port}`]
  const reads = await Promise.all(origins.map((Origin) => get('/', { Origin })))
  const writes = await Promise.all(origins.map((Origin) => put(`/bulk/${handle}`, 'a', { Origin })))
  expect([...reads, ...writes].map(({ status }) => status)).toEqual([...origins, ...origins].map(() => 403))
})

test('a write without an origin is refused, and so is a page that embeds ours', async () => {
  const { get, port, cookie, bulk } = await start()
  const handle = await bulk.receive('a.png', 1)
  expect((await ask(port, `/bulk/${handle}`, { Cookie: cookie }, 'PUT', 'a')).status).toBe(403)
  const sites = ['cross-site', 'same-site', 'same-origin', 'none']
  const answers = await Promise.all(sites.map((site) => get('/', { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors' })))
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 200, 200])
})

test('the WebSocket needs host, origin, cookie and path', async () => {
  const { port, cookie, origin } = await start()
  const good = { Cookie: cookie, Origin: origin }
  const outcome = async (headers: Record<string, string>, path?: string) => (await openSocket(port, headers, path)).outcome
  expect({
    good: await outcome(good),
    noCookie: await outcome({ Origin: origin }),
    wrongCookie: await outcome({ ...good, Cookie: `${cookie}x` }),
    noOrigin: await outcome({ Cookie: cookie }),
    otherOrigin: await outcome({ ...good, Origin: 'http://evil.example' }),
    otherPort: await outcome({ ...good, Origin: `http://127.0.0.1:${port + 1}` }),
    otherHost: await outcome({ ...good, Host: 'evil.example', Origin: 'http://evil.example' }),
    otherPath: await outcome(good, '/'),
  }).toEqual({
    good: 'open',
    noCookie: 401,
    wrongCookie: 401,
    noOrigin: 403,
    otherOrigin: 403,
    otherPort: 403,
    otherHost: 403,
    otherPath: 404,
  })
})

test('every answer says what the page may do, refusals too', async () => {
  const { get, port } = await start()
  for (const { headers } of [await get('/'), await get('/gone'), await ask(port, '/')]) {
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/) as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
    expect(headers['access-control-allow-origin']).toBe(undefined)
  }
})

test('files are served with their type; those with a hash in their name are kept for good', async () => {
  const { get } = await start()
  const answers = await Promise.all(['/', '/index.html', '/assets/main-B1a2C3d4.js', '/assets/plain.js'].map((path) => get(path)))
  expect(answers.map(({ status, headers }) => [status, headers['content-type'], headers['cache-control']])).toEqual([
    [200, 'text/html; charset=utf-8', 'no-cache'],
    [200, 'text/html; charset=utf-8', 'no-cache'],
    [200, 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
    [200, 'text/javascript; charset=utf-8', 'no-cache'],
  ])
})

test('no spelling of a path leads out of the build', async () => {
  const { get } = await start()
  const paths = [
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../etc/passwd',
    '/assets/..\\..\\etc\\passwd',
    '//etc/passwd',
    '/etc/passwd',
    '/passwd',
    '/assets',
    '/index.html/',
    '/index.html%00.js',
    '/__proto__',
    '/file:///etc/passwd',
    '/bulk/../index.html',
    '/bulk/..%2f..%2fetc%2fpasswd',
  ]
  const answers = await Promise.all(paths.map((path) => get(path)))
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404))
  expect((await get('/%ff')).status).toBe(400)
})

test('the build cannot be written to', async () => {
  const { put, port, cookie, origin } = await start()
  expect((await put('/index.html', 'x')).status).toBe(405)
  expect((await ask(port, '/', { Cookie: cookie, Origin: origin }, 'DELETE')).status).toBe(405)
})

test('bytes go up and come down as they were', async () => {
  const { get, put, bulk } = await start()
  const bytes = Buffer.from('bytes \u0000 中文')
  const handle = await bulk.receive('照片.png', bytes.length)
  expect((await put(`/bulk/${handle}`, bytes)).status).toBe(204)
  const { path } = bulk.take(handle)
  expect([readFileSync(path), path.endsWith('.png')]).toEqual([bytes, true])
  const answer = await get(`/bulk/${bulk.offer(path, '照片.png', 'image/png')}`)
  expect([answer.status, answer.body, answer.headers['content-type'], answer.headers['content-disposition']]).toEqual([
    200,
    bytes.toString(),
    'image/png',
    "attachment; filename*=UTF-8''%E7%85%A7%E7%89%87.png",
  ])
})

test('what the host made for it is fetched once, whole, and gone then', async () => {
  const { get, bulk } = await start()
  const place = await bulk.make('a.onnx')
  writeFileSync(place.path, 'model')
  writeFileSync(`${place.path}.data`, 'weights')
  const handles = [place.offer(), place.offer(`${place.path}.data`)]
  const first = await get(`/bulk/${handles[0]}`)
  await vi.waitFor(() => expect(existsSync(place.path)).toBe(false))
  const second = await get(`/bulk/${handles[1]}`)
  await vi.waitFor(() => expect(existsSync(dirname(place.path))).toBe(false))
  expect([first.body, second.body, (await get(`/bulk/${handles[0]}`)).status]).toEqual(['model', 'weights', 404])
})

test('a handle takes what was announced, once, and no more', async () => {
  const { get, put, bulk } = await start({ largest: 10 })
  await expect(bulk.receive('a', 11)).rejects.toMatchObject({ code: 'bulk.too-large' })
  const handle = await bulk.receive('../../a', 5)
  const chunked = { 'Transfer-Encoding': 'chunked' }
  expect([
    (await put(`/bulk/${handle}`, '123456')).status,
    (await put(`/bulk/${handle}`, '123456', chunked)).status,
    (await put(`/bulk/${handle}`, '1234', chunked)).status,
    (await get(`/bulk/${handle}`)).status,
    (await put(`/bulk/${handle}`, '12345', chunked)).status,
    (await put(`/bulk/${handle}`, '12345')).status,
    (await put('/bulk/unknown', 'a')).status,
    (await get('/bulk/unknown')).status,
    (await get('/bulk/')).status,
  ]).toEqual([413, 413, 404, 404, 204, 404, 404, 404, 404])
})

test('an offered file that is gone is told as such', async () => {
  const { get, bulk } = await start()
  const { status, body } = await get(`/bulk/${bulk.offer('/gone/a.onnx', 'a.onnx')}`)
  expect([status, JSON.parse(body)]).toMatchObject([404, { code: 'file.missing' }])
})

test('an upload that breaks off leaves the handle to be filled again', async () => {
  const { port, cookie, origin, put, bulk } = await start()
  const handle = await bulk.receive('a', 5)
  const socket = connectSocket(port, '127.0.0.1')
  socket.write(
    `PUT /bulk/${handle} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\nContent-Length: 5\r\n\r\n12`,
  )
  await vi.waitFor(() => expect(bulk.find(handle)).toMatchObject({ state: 'filling' }))
  socket.destroy()
  await vi.waitFor(() => expect(bulk.find(handle)).toMatchObject({ state: 'empty' }))
  expect((await put(`/bulk/${handle}`, '12345')).status).toBe(204)
})

test('a message that is too large ends its own line only', async () => {
  const { port, cookie, origin, get } = await start({ largestMessage: 1000 })
  const { socket } = await openSocket(port, { Cookie: cookie, Origin: origin })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.send(Buffer.alloc(1001))
  expect([await closed, (await get('/')).status]).toEqual([1009, 200])
})

test('no other machine reaches the server', async () => {
  const { port } = await start()
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter((a) => !a.internal && a.family === 'IPv4') // prettier-ignore
  const outcomes = addresses.map(
    ({ address }) =>
      new Promise((resolve) => {
        const socket = connectSocket(port, address)
        socket.on('connect', () => (socket.destroy(), resolve('reached')))
        socket.on('error', () => resolve('refused'))
      }),
  )
  expect(await Promise.all(outcomes)).toEqual(addresses.map(() => 'refused'))
})

test('a port that is taken is told, with what to do', async () => {
  const { port } = await start()
  const again = startWebServer({ port, rendererFolder: makeRenderer(), bulk: createBulk(), connect: () => undefined })
  await expect(again).rejects.toMatchObject({ code: 'port.taken' })
})

test('closing ends what is open and frees the port', async () => {
  const { server, port, cookie, origin } = await start()
  const { socket } = await openSocket(port, { Cookie: cookie, Origin: origin })
  const half = connectSocket(port, '127.0.0.1')
  half.on('error', () => undefined)
  half.write('GET / HTTP/1.1\r\n')
  const closed = new Promise((resolve) => socket.on('close', resolve))
  await server.close()
  expect(await closed).toBe(1001)
  await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('served for one folder, a model is opened, changed and saved; other files are not to be had', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'model.yaml'), 'nc: 80\n')
  const dataFolder = temporaryFolder()
  const server = await serveWeb({ version: '1', library: builtin, port: 0, dataFolder, rendererFolder: makeRenderer(), paths: [folder] })
  onTestFinished(() => server.close())
  const headers = { Cookie: await signIn(server), Origin: `http://127.0.0.1:${server.port}` }
  const { socket } = await openSocket(server.port, headers)
  const client = createClient(contract, socketPort(socket as unknown as SocketLike))
  const { folders } = await client.call('capabilities', {})
  const { ref } = (await client.call('document.open', { path: join(folders![0]!, 'model.yaml') }))!
  await client.call('document.save', { ref, text: 'nc: 20\n' })
  expect(readFileSync(join(folder, 'model.yaml'), 'utf8')).toBe('nc: 20\n')
  await expect(client.call('document.open', { path: '/etc/passwd' })).rejects.toMatchObject({ code: 'file.not-allowed' })
})

test('a path that is not there is told before anything starts', async () => {
  const folders = { dataFolder: temporaryFolder(), rendererFolder: makeRenderer() }
  await expect(serveWeb({ version: '1', library: builtin, port: 0, ...folders, paths: ['/gone/model.yaml'] })).rejects.toMatchObject({
    code: 'file.missing',
  })
})
