/** Large things by HTTP: GET what the host offers, PUT what it asked for, each under a handle that cannot be guessed. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { HostError, fromSystemError } from '../contract/host-error'
import type { Bulk } from '../services/files/bulk'
import { sendError } from './send'

export async function serveBulk(bulk: Bulk, handle: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const place = bulk.find(handle)
  if (request.method === 'GET' && place?.kind === 'offered') {
    const isSent = await send(place, response)
    if (isSent && place.folder !== null) await bulk.discard(handle)
    return
  }
  if (request.method === 'PUT' && place?.kind === 'awaited') return receive(bulk, handle, place.size, request, response)
  sendError(response, 404, 'bulk.missing', 'There is nothing under this handle.')
}

/** True when all of it was sent. */
async function send({ path, name, type }: { path: string; name: string; type: string }, response: ServerResponse): Promise<boolean> {
  try {
    const { size } = await stat(path)
    response.writeHead(200, {
      'Cache-Control': 'no-store',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Content-Length': size,
      'Content-Type': type,
    })
    await pipeline(createReadStream(path), response)
    return true
  } catch (error) {
    if (response.headersSent) {
      response.destroy()
      return false
    }
    const told = fromSystemError(error, name)
    if (!(told instanceof HostError)) throw told
    sendError(response, 404, told.code, told.message)
    return false
  }
}

async function receive(bulk: Bulk, handle: string, size: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const announced = Number(request.headers['content-length'] ?? size)
  try {
    if (announced > size) throw new HostError('bulk.too-large', `More than the ${size} bytes that were announced.`)
    await bulk.fill(handle, request as AsyncIterable<Uint8Array>)
    response.writeHead(204).end()
  } catch (error) {
    if (!(error instanceof HostError)) {
      if (request.destroyed && !request.complete) return // the page went away half way
      throw error
    }
    // What is still coming is not read: the line ends with the answer.
    response.setHeader('Connection', 'close')
    sendError(response, error.code === 'bulk.too-large' ? 413 : error.code === 'bulk.missing' ? 404 : 507, error.code, error.message)
  }
}
