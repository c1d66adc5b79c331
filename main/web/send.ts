import type { ServerResponse } from 'node:http'
import { type HostErrorCode, hostErrors } from '../contract/host-error'

/** A failure as JSON, with what to do about it. */
export function sendError(response: ServerResponse, status: number, code: HostErrorCode, message: string): void {
  response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ code, message, cure: hostErrors[code] }))
}

/** A page of one sentence. The sentence is ours, never part of the request. */
export function sendPage(response: ServerResponse, status: number, sentence: string, head = ''): void {
  response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' })
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Graft</title>${head}<p>${sentence}</p></html>`,
  )
}
