/** The desktop app's own addresses: `graft://app/` is the page, `graft://app/bulk/…` what is too large for a message. Nothing else is served. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type Session, protocol } from 'electron'
import { HostError, type HostErrorCode, fromSystemError, hostErrors } from '../contract/host-error'
import type { Bulk } from '../services/files/bulk'
import { pagePolicy } from '../services/page/page-policy'
import { type StaticFile, listStaticFiles } from '../services/page/static-files'

export const pageOrigin = 'graft://app'
export const pageUrl = `${pageOrigin}/index.html`
export const bulkUrl = '/bulk/'

/** Makes `graft:` a scheme like https. Before the app is ready, or never. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'graft', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ])
}

/** Serves the page and bulk handles in a session. */
export async function serveScheme({ protocol: served }: Session, folder: string, bulk: Bulk): Promise<void> {
  const files = await listStaticFiles(folder)
  served.handle('graft', (request) => answer(request, files, bulk))
}

const always = {
  'Content-Security-Policy': pagePolicy(),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

async function answer(request: Request, files: ReadonlyMap<string, StaticFile>, bulk: Bulk): Promise<Response> {
  const path = pathOf(request.url)
  if (path === null) return refuse(404, 'file.missing', 'There is no such address.')
  if (path.startsWith(bulkUrl)) return answerBulk(request, path.slice(bulkUrl.length), bulk)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'file.unwritable', 'The page can only be read.')
  const file = files.get(path)
  if (file === undefined) return refuse(404, 'file.missing', 'There is no such file.')
  return new Response(bodyOf(file.path), {
    headers: { ...always, 'Cache-Control': file.isImmutable ? 'max-age=31536000, immutable' : 'no-cache', 'Content-Type': file.type },
  })
}

/** The decoded path of an address of ours; null for any other. */
function pathOf(url: string): string | null {
  try {
    const { protocol, host, pathname } = new URL(url)
    return `${protocol}//${host}` === pageOrigin ? decodeURIComponent(pathname) : null
  } catch {
    return null
  }
}

async function answerBulk({ method, body }: Request, handle: string, bulk: Bulk): Promise<Response> {
  const place = bulk.find(handle)
  try {
    if (method === 'GET' && place?.kind === 'offered') {
      const { size } = await stat(place.path).catch((error: unknown) => {
        throw fromSystemError(error, place.name)
      })
      return new Response(bodyOf(place.path), {
        headers: {
          ...always,
          'Cache-Control': 'no-store',
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(place.name)}`,
          'Content-Length': String(size),
          'Content-Type': place.type,
        },
      })
    }
    if (method === 'PUT' && place?.kind === 'awaited') {
      await bulk.fill(handle, bytesOf(body))
      return new Response(null, { status: 204, headers: always })
    }
  } catch (error) {
    if (error instanceof HostError) return refuse(error.code === 'bulk.too-large' ? 413 : 404, error.code, error.message)
    throw error
  }
  return refuse(404, 'bulk.missing', 'There is nothing under this handle.')
}

const bodyOf = (path: string) => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>

async function* bytesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) yield part.value
}

function refuse(status: number, code: HostErrorCode, message: string): Response {
  return Response.json({ code, message, cure: hostErrors[code] }, { status, headers: { ...always, 'Cache-Control': 'no-store' } })
}
