import { expect, test, vi } from 'vitest'
import { type Settings, host as contract } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { type Port, memoryPorts } from '../../main/contract/port'
import { type Handlers, serve } from '../../main/contract/server'
import { createConnection } from './connection'
import { createNotices } from './notices/notices'
import { createSettingsStore } from './settings'
import { capabilities } from './tests/capabilities'

/** A window's settings, and a host that answers a change when it is told to. */
async function start() {
  let saved: Settings = {}
  const waiting: { answer: () => void; refuse: () => void }[] = []
  const openLine = async (): Promise<Port> => {
    const [own, other] = memoryPorts()
    const handlers = {
      capabilities: () => capabilities,
      'settings.get': () => ({ settings: saved, notices: [] }),
      'settings.set': ({ settings }: { settings: Settings }) =>
        new Promise((resolve, reject) =>
          waiting.push({
            answer: () => {
              saved = { ...saved, ...settings }
              server.emit('settings.changed', { settings: saved })
              resolve({ settings: saved })
            },
            refuse: () => reject(new HostError('file.unwritable', 'The settings cannot be written.')),
          }),
        ),
    }
    const server = serve(contract, handlers as unknown as Handlers<typeof contract>, other)
    return own
  }
  const notices = createNotices()
  const store = createSettingsStore(createConnection(openLine), notices)
  await store.ready
  const next = async () => {
    await vi.waitFor(() => expect(waiting).not.toEqual([]))
    return waiting.shift()!
  }
  return { store, notices, next, saved: () => saved }
}

test('what was chosen last holds while the host still answers an earlier change', async () => {
  const { store, next, saved } = await start()
  const seen: unknown[] = []
  store.set({ theme: 'dark', recentCommands: ['a'] })
  store.set({ recentCommands: ['b', 'a'] })
  store.subscribe(() => seen.push(store.getSnapshot().recentCommands))
  const first = await next()
  first.answer()
  ;(await next()).answer()
  await vi.waitFor(() => expect(saved().recentCommands).toEqual(['b', 'a']))
  await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(4))
  expect(new Set(seen.map(String))).toEqual(new Set(['b,a']))
  expect(store.getSnapshot()).toEqual({ theme: 'dark', recentCommands: ['b', 'a'] })
})

test('a change the host refused stays chosen here until it is tried again or another takes its place', async () => {
  const { store, notices, next, saved } = await start()
  store.set({ theme: 'dark', device: 'cpu' })
  ;(await next()).refuse()
  await vi.waitFor(() => expect(notices.getSnapshot().length).toBe(1))
  store.set({ theme: 'light' })
  ;(await next()).answer()
  await vi.waitFor(() => expect(saved()).toEqual({ theme: 'light' }))
  expect([store.getSnapshot(), notices.getSnapshot().length]).toEqual([{ theme: 'light', device: 'cpu' }, 1])
})
