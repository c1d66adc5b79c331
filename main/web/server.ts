/** The browser's face of the host: the renderer's files, one WebSocket a window, large things by HTTP. Loopback only. */
import { createReadStream } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Port } from '../contract/port'
import { type SocketLike, socketPort } from '../contract/socket-port'
import { HostError } from '../contract/host-error'
import type { Bulk } from '../services/files/bulk'
import { serveBulk } from './bulk-route'
import { createGuard } from './guard'
import { securityHeaders } from './headers'
import { sendError, sendPage } from './send'
import { type StaticFile, listStaticFiles } from '../services/page/static-files'

export interface WebServerOptions {
  /** 0: any that is free. */
  readonly port: number
  /** Listens on ::1 too. */
  readonly hasIPv6?: boolean
  /** The renderer's build. */
  readonly rendererFolder: string
  readonly bulk: Bulk
  /** Serves a window until its port closes. */
  readonly connect: (port: Port) => void
  /** The most bytes of one message. */
  readonly largestMessage?: number
  readonly onBug?: (error: unknown, name: string) => void
}

export interface WebServer {
  readonly port: number
  /** An address that opens the app; it works once. */
  newStartUrl(): string
  close(): Promise<void>
}

export const bulkUrl = '/bulk/'
const socketPath = '/rpc'

/** Starts the server. Throws HostError `port.taken`. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { bulk, connect, rendererFolder, largestMessage = 64 * 2 ** 20, onBug } = options
  const files = await listStaticFiles(rendererFolder)
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: largestMessage })

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(securityHeaders(request.headers.host ?? ''))) response.setHeader(name, value)
    const { method } = request
    const refusal = guard.refuseStranger(request, method !== 'GET' && method !== 'HEAD')
    if (refusal) return sendPage(response, refusal.status, refusal.reason)
    const path = pathOf(request)
    if (path === null) return sendPage(response, 400, 'There is no such address.')
    if (path === '/start' && method === 'GET') return start(request, response)
    const stranger = guard.refuseWithoutCookie(request)
    if (stranger) return sendPage(response, stranger.status, stranger.reason)
    if (path.startsWith(bulkUrl)) return serveBulk(bulk, path.slice(bulkUrl.length), request, response)
    if (method !== 'GET' && method !== 'HEAD')
      return sendPage(response.setHeader('Allow', 'GET, HEAD'), 405, 'Graft’s files can only be read.')
    const file = files.get(path)
    if (file === undefined) return sendPage(response, 404, 'There is no such file.')
    return sendFile(file, method, response)
  }

  const start = (request: IncomingMessage, response: ServerResponse) => {
    const cookie = guard.exchange(new URL(request.url!, 'http://localhost').searchParams.get('token') ?? '')
    if (cookie === null)
      return sendPage(response, 403, 'This address was used before, or is not one of Graft’s. Start Graft again for a new one.')
    response.setHeader('Set-Cookie', cookie)
    // A page that goes on by itself, not a redirect: after a link on another page a redirect would come without the strict cookie.
    return sendPage(response, 200, 'Opening Graft.', '<meta http-equiv="refresh" content="0;url=/">')
  }

  const upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const refusal = guard.refuseStranger(request, true) ?? guard.refuseWithoutCookie(request)
    if (refusal) return refuseUpgrade(socket, refusal.status)
    if (pathOf(request) !== socketPath) return refuseUpgrade(socket, 404)
    sockets.handleUpgrade(request, socket, head, (connected) => connect(socketPort(connected as WebSocket & SocketLike)))
  }

  const makeServer = () => {
    const server = createServer((request, response) => {
      void answer(request, response).catch((error: unknown) => {
        onBug?.(error, `${request.method} ${pathOf(request) ?? ''}`)
        if (response.headersSent) response.destroy()
        else sendError(response, 500, 'host.failed', 'Graft made a mistake.')
      })
    })
    server.requestTimeout = 0 // a large file over a slow tunnel takes its time
    server.on('upgrade', upgrade)
    return server
  }

  const first = makeServer()
  const port = await listen(first, options.port, '127.0.0.1')
  const servers = [first]
  const guard = createGuard(`graft_${port}`)
  if (options.hasIPv6) {
    const second = makeServer()
    await listen(second, port, '::1').catch(async (error: unknown) => {
      await endServer(first)
      throw error
    })
    servers.push(second)
  }

  return {
    port,
    newStartUrl: () => `http://127.0.0.1:${port}/start?token=${guard.newToken()}`,
    async close() {
      for (const socket of sockets.clients) socket.close(1001, 'Graft is closing')
      const patience = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
        for (const server of servers) server.closeAllConnections()
      }, 1000)
      await Promise.all(servers.map(endServer))
      clearTimeout(patience)
      sockets.close()
    },
  }
}

/** The path as it was asked for, decoded; null for one that cannot be. */
function pathOf({ url = '' }: IncomingMessage): string | null {
  try {
    return decodeURIComponent(url.split('?', 1)[0]!)
  } catch {
    return null
  }
}

async function sendFile({ path, type, isImmutable }: StaticFile, method: string, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'Cache-Control': isImmutable ? 'private, max-age=31536000, immutable' : 'no-cache',
    'Content-Type': type,
  })
  if (method === 'HEAD') return void response.end()
  await pipeline(createReadStream(path), response).catch((error: NodeJS.ErrnoException) => {
    response.destroy()
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error // the page went away
  })
}

function refuseUpgrade(socket: Socket, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      reject(isTaken ? new HostError('port.taken', `Port ${port} is in use by another program.`) : error)
    })
    server.listen({ port, host: address, ipv6Only: true }, () => resolve((server.address() as AddressInfo).port))
  })
}

function endServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
