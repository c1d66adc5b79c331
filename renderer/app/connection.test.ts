import { expect, test, vi } from 'vitest'
import { host as contract } from '../../main/contract/host'
import { type Port, memoryPorts } from '../../main/contract/port'
import { type Handlers, serve } from '../../main/contract/server'
import { createConnection } from './connection'
import { capabilities } from './tests/capabilities'

/** A page and the host's ends of the lines it opened, the newest last. */
function start() {
  const servers: ReturnType<typeof serve<typeof contract>>[] = []
  const openLine = async (): Promise<Port> => {
    const [own, other] = memoryPorts()
    const handlers = { capabilities: () => capabilities, 'settings.get': () => ({ settings: {}, notices: [] }) }
    servers.push(serve(contract, handlers as unknown as Handlers<typeof contract>, other))
    return own
  }
  const connection = createConnection(openLine)
  const untilOpen = () => vi.waitFor(() => expect(connection.getSnapshot().status).toBe('open'))
  return { connection, servers, untilOpen }
}

test('a lost line is said to be lost, and a new one is found', async () => {
  const { connection, servers, untilOpen } = start()
  const seen: string[] = []
  connection.subscribe(() => seen.push(connection.getSnapshot().status))
  await untilOpen()
  servers[0]!.close()
  await vi.waitFor(() => expect(seen).toEqual(['open', 'lost', 'open']))
  expect(await connection.call('settings.get', {})).toEqual({ settings: {}, notices: [] })
})

test('a call without a line fails at once, with its code', async () => {
  const { connection, servers, untilOpen } = start()
  await untilOpen()
  const refused = new Promise((resolve) => {
    connection.subscribe(() => resolve(connection.call('settings.get', {}).catch((error: unknown) => error)))
  })
  servers[0]!.close()
  expect(await refused).toMatchObject({ code: 'host.disconnected' })
})

test('who listens hears of every line, and of events over each of them once', async () => {
  const { connection, servers, untilOpen } = start()
  const opened = vi.fn()
  const changed = vi.fn()
  connection.onOpen(opened)
  connection.on('settings.changed', changed)
  await untilOpen()
  servers[0]!.emit('settings.changed', { settings: { theme: 'dark' } })
  servers[0]!.close()
  await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(2))
  servers[1]!.emit('settings.changed', { settings: { theme: 'light' } })
  await vi.waitFor(() => expect(changed.mock.calls).toEqual([[{ settings: { theme: 'dark' } }], [{ settings: { theme: 'light' } }]]))
})
