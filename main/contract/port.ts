/** One end of a line on which messages travel in order. Plain data and typed arrays arrive as they were sent. */
export interface Port {
  /** Sends a message; buffers in `transfer` may be handed over instead of copied, where the line can. A closed line loses it. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** Who takes the messages from now on; those that came before are kept for it. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once when the line ends, from whichever side. */
  onClose(listener: () => void): void
  close(): void
}

/** The receiving half of a port: keeps messages until someone listens, and tells of the end once. */
export class Inbox {
  private listener: ((message: unknown) => void) | null = null
  private waiting: unknown[] = []
  private closeListeners: (() => void)[] = []
  isClosed = false

  readonly receive = (message: unknown): void => {
    if (this.isClosed) return
    if (this.listener) this.listener(message)
    else this.waiting.push(message)
  }

  readonly onMessage = (listener: (message: unknown) => void): void => {
    this.listener = listener
    for (const message of this.waiting.splice(0)) listener(message)
  }

  readonly onClose = (listener: () => void): void => {
    if (this.isClosed) queueMicrotask(listener)
    else this.closeListeners.push(listener)
  }

  readonly close = (): void => {
    if (this.isClosed) return
    this.isClosed = true
    for (const listener of this.closeListeners.splice(0)) listener()
  }
}

/** Two connected ports within one process. Messages are cloned, as every other line does, and arrive later, never during `post`. */
export function memoryPorts(): [Port, Port] {
  const inboxes = [new Inbox(), new Inbox()] as const
  const end = (own: Inbox, other: Inbox): Port => ({
    post(message, transfer = []) {
      const copy: unknown = structuredClone(message, { transfer: [...transfer] })
      queueMicrotask(() => other.receive(copy))
    },
    onMessage: own.onMessage,
    onClose: own.onClose,
    close() {
      own.close()
      queueMicrotask(other.close)
    },
  })
  return [end(inboxes[0], inboxes[1]), end(inboxes[1], inboxes[0])]
}
