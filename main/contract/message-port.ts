import { Inbox, type Port } from './port'

/** What browsers', Node's and Electron's message ports have in common once listening is told apart. */
export interface MessagePortLike {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void
  start(): void
  close(): void
  addEventListener?(type: string, listener: (event: { data?: unknown }) => void): void
  /** Electron's MessagePortMain, which hands an event over. */
  on?(type: string, listener: (event: { data?: unknown }) => void): unknown
}

/** What a page of the desktop app hears beside the port that its preload script hands over. */
export const portGreeting = 'graft:port'

/** Said before an end closes: not every message port tells the other side by itself. */
const farewell = 'graft:closing'

/** A port over a MessagePort: a page's, a worker's, or one of Electron's main process. `canTransfer` is false for the last, which hands over no buffers. */
export function messagePort(line: MessagePortLike, { canTransfer = true }: { canTransfer?: boolean } = {}): Port {
  const inbox = new Inbox()
  const listen = line.addEventListener?.bind(line) ?? line.on?.bind(line)
  if (listen === undefined) throw new Error('expected a message port that can be listened to')
  listen('message', (event) => {
    if (event.data === farewell) inbox.close()
    else inbox.receive(event.data)
  })
  listen('close', () => inbox.close())
  line.start()
  return {
    post(message, transfer) {
      if (inbox.isClosed) return
      if (canTransfer && transfer !== undefined && transfer.length > 0) line.postMessage(message, [...transfer])
      else line.postMessage(message)
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close() {
      if (!inbox.isClosed) line.postMessage(farewell)
      inbox.close()
      line.close()
    },
  }
}
