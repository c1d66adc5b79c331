/** The interface's end of a contract: calls that are checked before they leave and when their answer comes, and events. */
import {
  type CallName,
  type Contract,
  type EventName,
  type InputOf,
  type OutputOf,
  type PayloadOf,
  type Progress,
  type Reply,
  complaint,
  reply,
} from './call'
import { HostError, type HostErrorCode, hostErrors } from './host-error'
import type { Port } from './port'

export interface CallOptions {
  /** Gives the call up: the promise rejects with the signal's reason, and the host is told to stop. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Buffers within the input that may be handed over instead of copied. */
  readonly transfer?: readonly ArrayBuffer[]
}

export interface Client<C extends Contract> {
  /** Rejects with a HostError. */
  call<K extends CallName<C>>(name: K, input: InputOf<C, K>, options?: CallOptions): Promise<OutputOf<C, K>>
  /** Listens until the function it returns is called. */
  on<K extends EventName<C>>(name: K, listener: (payload: PayloadOf<C, K>) => void): () => void
  /** Called once when the host is gone; every call under way rejects with `host.disconnected`. */
  onClose(listener: () => void): void
  close(): void
}

interface Pending {
  readonly name: string
  readonly onProgress?: (progress: Progress) => void
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

const isCode = (code: string): code is HostErrorCode => Object.hasOwn(hostErrors, code)

export function createClient<C extends Contract>(contract: C, port: Port): Client<C> {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const closeListeners: (() => void)[] = []
  let nextId = 0
  let isClosed = false
  const disconnected = () => new HostError('host.disconnected', 'The connection to Graft’s host is gone.')

  const end = () => {
    if (isClosed) return
    isClosed = true
    for (const { reject } of pending.values()) reject(disconnected())
    pending.clear()
    for (const listener of closeListeners.splice(0)) listener()
  }

  const settle = (message: Exclude<Reply, { type: 'event' }>) => {
    const waiting = pending.get(message.id)
    if (waiting === undefined) return // given up meanwhile
    if (message.type === 'progress') return waiting.onProgress?.(message.progress)
    pending.delete(message.id)
    if (message.type === 'error') {
      return waiting.reject(new HostError(isCode(message.code) ? message.code : 'host.failed', message.message))
    }
    const entry = contract[waiting.name]
    const output = entry?.kind === 'call' ? entry.output.safeParse(message.output) : undefined
    if (output?.success) waiting.resolve(output.data)
    else
      waiting.reject(
        new HostError('call.invalid', `${waiting.name} was answered wrongly: ${output ? complaint(output.error) : 'no call'}.`),
      )
  }

  const tell = (name: string, payload: unknown) => {
    const entry = contract[name]
    if (entry?.kind !== 'event') return // of a newer host
    const checked = entry.payload.safeParse(payload)
    if (!checked.success) throw new Error(`expected an event ${name} as agreed, got ${complaint(checked.error)}`)
    for (const listener of [...(listeners.get(name) ?? [])]) listener(checked.data)
  }

  port.onClose(end)
  port.onMessage((message) => {
    const read = reply.safeParse(message)
    if (!read.success) throw new Error(`expected a reply of the host, got ${complaint(read.error)}`)
    if (read.data.type === 'event') tell(read.data.name, read.data.payload)
    else settle(read.data)
  })

  return {
    call: (name, input, { signal, onProgress, transfer } = {}) =>
      new Promise((resolve, reject) => {
        const entry = contract[name]
        if (entry?.kind !== 'call') throw new Error(`expected a call of the contract, got ${name}`)
        const checked = entry.input.safeParse(input)
        if (!checked.success) return reject(new HostError('call.invalid', `${name} was asked wrongly: ${complaint(checked.error)}.`))
        if (signal?.aborted) return reject(signal.reason as Error)
        if (isClosed) return reject(disconnected())
        const id = nextId++
        const giveUp = () => {
          if (!pending.delete(id)) return
          port.post({ type: 'cancel', id })
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        const forget = () => signal?.removeEventListener('abort', giveUp)
        pending.set(id, {
          name,
          onProgress,
          resolve: (output) => (forget(), resolve(output as never)),
          reject: (error) => (forget(), reject(error as Error)),
        })
        port.post({ type: 'call', id, name, input: checked.data }, transfer)
      }),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all)
      const own = (payload: unknown) => listener(payload as never)
      all.add(own)
      return () => all.delete(own)
    },
    onClose(listener) {
      if (isClosed) queueMicrotask(listener)
      else closeListeners.push(listener)
    },
    close() {
      port.close()
      end()
    },
  }
}
