import { MessageChannel } from 'node:worker_threads'
import { EventEmitter } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { host } from './host'
import { type MessagePortLike, messagePort } from './message-port'
import { type Port, memoryPorts } from './port'
import { type SocketLike, socketPort } from './socket-port'
import { connect, contractSuite } from './tests/contract.suite'

contractSuite('in memory', () => Promise.resolve(connect(memoryPorts())))

/** A page's MessagePort on one side, what Electron's main process has on the other: `on`, no buffers handed over. */
function electronPorts(): [Port, Port] {
  const { port1, port2 } = new MessageChannel()
  const main = new EventEmitter() as EventEmitter & MessagePortLike
  main.postMessage = (message: unknown, ports?: readonly unknown[]) => {
    if (ports?.length) throw new TypeError('Port at index 0 is not a valid port')
    port2.postMessage(message)
  }
  main.start = () => void port2.on('message', (data) => main.emit('message', { data: data as unknown, ports: [] }))
  main.close = () => port2.close()
  port2.on('close', () => main.emit('close'))
  onTestFinished(() => port1.close())
  return [messagePort(port1 as unknown as MessagePortLike), messagePort(main, { canTransfer: false })]
}

contractSuite('Electron-shaped message ports', () => Promise.resolve(connect(electronPorts())))

async function socketPorts(): Promise<[Port, Port]> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const accepted = new Promise<Port>((resolve) => server.once('connection', (socket) => resolve(socketPort(socket as SocketLike))))
  const client = new WebSocket(`ws://127.0.0.1:${port}`)
  onTestFinished(() => client.terminate())
  return [socketPort(client as SocketLike), await accepted]
}

contractSuite('a WebSocket', async () => connect(await socketPorts()))

test('a buffer that is handed over is gone on the sending side', async () => {
  const { client } = connect(memoryPorts())
  const values = new Float32Array(1000)
  await client.call('scale', { values, by: 1 }, { transfer: [values.buffer] })
  expect(values.byteLength).toBe(0)
})

test('messages that come before anyone listens are kept', async () => {
  const [a, b] = memoryPorts()
  a.post(1)
  await Promise.resolve()
  const seen: unknown[] = []
  b.onMessage((message) => seen.push(message))
  expect(seen).toEqual([1])
})

test('text on the socket ends the line', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  server.on('connection', (socket) => socketPort(socket as SocketLike))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`)
  const closed = vi.fn()
  client.on('close', closed)
  client.on('open', () => client.send('{"type":"call"}'))
  await vi.waitFor(() => expect(closed).toHaveBeenCalledWith(1003, expect.anything()))
})

test('every name in the contract is a call or an event with a schema', () => {
  expect(Object.values(host).filter((entry) => !('kind' in entry))).toEqual([])
})
