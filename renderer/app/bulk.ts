/** Files that are too large for a message, on their way between this page and its host. */
import type { Capabilities, UserFile } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Connection } from './connection'

/** What these functions need of a connection. */
export type Caller = Pick<Connection, 'call'>

/** Brings a file of the browser's to the host. Rejects with HostError. */
export async function sendFile(host: Caller, { bulkUrl }: Capabilities, file: File, signal?: AbortSignal): Promise<UserFile> {
  const { handle } = await host.call('bulk.receive', { name: file.name, size: file.size }, signal === undefined ? {} : { signal })
  await reach(bulkUrl + handle, { method: 'PUT', body: file, signal: signal ?? null }, `${file.name} could not be sent.`)
  return { handle }
}

/** Fetches what the host offers under a handle; `missing` says what is not there any more. Rejects with HostError. */
export function fetchFile(host: Pick<Connection, 'getSnapshot'>, handle: string, missing: string, signal: AbortSignal): Promise<Response> {
  const { capabilities } = host.getSnapshot()
  return reach((capabilities?.bulkUrl ?? '') + handle, { signal }, missing)
}

async function reach(url: string, init: RequestInit, missing: string): Promise<Response> {
  const answer = await fetch(url, init).catch((error: unknown) => {
    init.signal?.throwIfAborted()
    throw new HostError('host.disconnected', error instanceof Error ? error.message : String(error))
  })
  if (!answer.ok) throw new HostError('bulk.missing', missing)
  return answer
}

/** Saves what the host offers under a handle where the browser keeps downloads. */
export function download({ bulkUrl }: Capabilities, handle: string, name: string): void {
  const link = document.createElement('a')
  link.href = bulkUrl + handle
  link.download = name
  link.click()
}
