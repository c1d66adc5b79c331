import { FrameError, decodeFrame, encodeFrame } from './frame'
import { Inbox, type Port } from './port'

/** What a browser's WebSocket and the one of ws have in common. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}

const [connecting, open] = [0, 1]

/** A port over a WebSocket, one binary frame a message. What is posted before the socket is open waits. A frame that is none ends the line. */
export function socketPort(socket: SocketLike): Port {
  const inbox = new Inbox()
  const waiting: Uint8Array<ArrayBuffer>[] = []
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame)
  })
  socket.addEventListener('close', inbox.close)
  socket.addEventListener('error', () => undefined) // `close` follows, and unheard it would end a Node process
  socket.addEventListener('message', ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return socket.close(1003, 'binary frames only')
    let message: unknown
    try {
      message = decodeFrame(new Uint8Array(data))
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      return socket.close(1007, error.message)
    }
    inbox.receive(message)
  })
  return {
    post(message) {
      if (inbox.isClosed) return
      const frame = encodeFrame(message)
      if (socket.readyState === connecting) waiting.push(frame)
      else if (socket.readyState === open) socket.send(frame)
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close() {
      socket.close(1000)
      inbox.close()
    },
  }
}
