/** How the page reaches its host: over the WebSocket of the server it came from, or over a port that the desktop app hands in. */
import { type MessagePortLike, messagePort, portGreeting } from '../../main/contract/message-port'
import type { Port } from '../../main/contract/port'
import { socketPort } from '../../main/contract/socket-port'

/** Opens a new line to the host. */
export type OpenLine = () => Promise<Port>

/** The way this page has. Call it before anything else: a port may come at once. */
export function pickLine(page: Window): OpenLine {
  const { protocol, host } = page.location
  if (protocol === 'http:' || protocol === 'https:') {
    const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`
    return async () => socketPort(new WebSocket(url))
  }
  return portsHandedTo(page)
}

/** Ports in the order they are handed in; each is taken once. */
function portsHandedTo(page: Window): OpenLine {
  const waiting: MessagePort[] = []
  let take: ((port: MessagePort) => void) | null = null
  page.addEventListener('message', (event) => {
    const port = event.ports[0]
    if (event.source !== page || event.data !== portGreeting || port === undefined) return
    if (take === null) waiting.push(port)
    else take(port)
    take = null
  })
  return async () => {
    const port = waiting.shift() ?? (await new Promise<MessagePort>((resolve) => (take = resolve)))
    return messagePort(port as MessagePortLike)
  }
}
