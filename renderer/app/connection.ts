/**
 * The line to the host that comes back: calls go over the line there is, listeners outlive it. When it is lost the page goes on and tries again,
 * at first at once, then less and less often.
 */
import { type CallOptions, type Client, createClient } from '../../main/contract/client'
import type { CallName, EventName, InputOf, OutputOf, PayloadOf } from '../../main/contract/call'
import { type Capabilities, type Host, host as contract } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { OpenLine } from './connect'
import { createStore } from '../store'

/** `capabilities` are those last heard of; null before the first answer. */
export interface ConnectionState {
  readonly status: 'connecting' | 'open' | 'lost'
  readonly capabilities: Capabilities | null
}

export interface Connection {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => ConnectionState
  /** Rejects with a HostError; with `host.disconnected` at once while there is no line. */
  call<K extends CallName<Host>>(name: K, input: InputOf<Host, K>, options?: CallOptions): Promise<OutputOf<Host, K>>
  on<K extends EventName<Host>>(name: K, listener: (payload: PayloadOf<Host, K>) => void): () => void
  /** Called whenever a line opens: at once where one is open, and after every loss. */
  onOpen(listener: () => void): () => void
  /** Tries now instead of later. */
  readonly retry: () => void
}

const patience = [0, 250, 500, 1000, 2000, 4000]

export function createConnection(openLine: OpenLine): Connection {
  const openListeners = new Set<() => void>()
  const eventListeners = new Map<EventName<Host>, Set<(payload: never) => void>>()
  const store = createStore<ConnectionState>({ status: 'connecting', capabilities: null })
  const { getSnapshot } = store
  let client: Client<Host> | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  const set = (next: Partial<ConnectionState>) => store.set({ ...getSnapshot(), ...next })

  const lost = (which: Client<Host>) => {
    if (client !== which) return
    client = null
    if (getSnapshot().status !== 'lost') set({ status: 'lost' })
    timer = setTimeout(() => void connect(), patience[Math.min(failures++, patience.length - 1)])
  }

  const connect = async () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const opened = createClient(contract, await openLine())
    client = opened
    for (const name of eventListeners.keys()) forward(opened, name)
    opened.onClose(() => lost(opened))
    try {
      const capabilities = await opened.call('capabilities', {})
      failures = 0
      set({ status: 'open', capabilities })
      for (const listener of [...openListeners]) listener()
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      opened.close()
    }
  }

  const forward = (to: Client<Host>, name: EventName<Host>) =>
    to.on(name, (payload) => {
      for (const listener of [...(eventListeners.get(name) ?? [])]) listener(payload as never)
    })

  void connect()
  return {
    subscribe: store.subscribe,
    getSnapshot,
    call(name, input, options) {
      if (client !== null) return client.call(name, input, options)
      return Promise.reject(new HostError('host.disconnected', 'The connection to Graft’s host is gone.'))
    },
    on(name, listener) {
      const all = eventListeners.get(name) ?? new Set()
      if (!eventListeners.has(name)) {
        eventListeners.set(name, all)
        if (client !== null) forward(client, name)
      }
      all.add(listener as (payload: never) => void)
      return () => all.delete(listener as (payload: never) => void)
    },
    onOpen(listener) {
      openListeners.add(listener)
      if (getSnapshot().status === 'open') listener()
      return () => openListeners.delete(listener)
    },
    retry() {
      if (timer !== null) void connect()
    },
  }
}
