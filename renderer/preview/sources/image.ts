/** An image that a model is run on, wherever it lies. */
import type { UserFile } from '../../../main/contract/host'
import { sendFile } from '../../app/bulk'
import type { Connection } from '../../app/connection'
import { HostError } from '../../../main/contract/host-error'

export interface PreviewImage {
  readonly name: string
  /** A photograph that comes with Graft, a file the host can read, or one of the browser's that it has to be sent. */
  readonly from: { readonly sample: string } | { readonly path: string } | { readonly file: File }
}

export const sampleImage: PreviewImage = { name: 'cat.jpg', from: { sample: 'cat.jpg' } }

/** Sends the browser's files when they are needed; the host keeps the last one alone. */
export function createSending(host: Pick<Connection, 'call' | 'getSnapshot'>) {
  let sent: { readonly file: File; readonly source: Promise<UserFile> } | null = null

  const forget = (old: typeof sent) => {
    old?.source
      .then((source) => ('handle' in source ? host.call('bulk.discard', source) : undefined))
      // One that never arrived, or a line that is gone, has nothing to take away.
      .catch((error: unknown) => {
        if (!(error instanceof HostError) && !(error instanceof DOMException)) throw error
      })
  }

  return {
    /** Rejects with HostError. */
    async sourceOf(this: void, { from }: PreviewImage, signal?: AbortSignal): Promise<UserFile | { readonly sample: string }> {
      if (!('file' in from)) return from
      const { capabilities } = host.getSnapshot()
      if (capabilities === null) throw new HostError('host.disconnected', `${from.file.name} could not be sent.`)
      if (sent?.file !== from.file) {
        forget(sent)
        const own = (sent = { file: from.file, source: sendFile(host, capabilities, from.file) })
        own.source.catch(() => {
          if (sent === own) sent = null // the next run tries again
        })
      }
      const { source } = sent
      signal?.throwIfAborted()
      return source
    },
  }
}
