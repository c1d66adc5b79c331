/** The host's end of a contract: one function a call, events on the way out. Nothing but a code and a sentence crosses when one fails. */
import {
  type Call,
  type CallName,
  type Contract,
  type EventName,
  type InputOf,
  type OutputOf,
  type PayloadOf,
  type Progress,
  type Reply,
  complaint,
  request,
} from './call'
import { HostError, type HostErrorCode } from './host-error'
import type { Port } from './port'

export interface CallContext {
  /** Aborted when the interface gives the call up or is gone. */
  readonly signal: AbortSignal
  /** Tells how far the call has come. */
  readonly progress: (progress: Progress) => void
  /** Hands buffers of the output over instead of copying them, where the line can. */
  readonly transfer: (...buffers: ArrayBuffer[]) => void
}

export type Handlers<C extends Contract> = {
  readonly [K in CallName<C>]: (input: InputOf<C, K>, context: CallContext) => OutputOf<C, K> | Promise<OutputOf<C, K>>
}

export interface ServeOptions {
  /** Told of every error that is our own fault, with its stack; the interface hears a sentence. */
  readonly onBug?: (error: unknown, name: string) => void
  /** What the interface hears of a failure; it may know things under other names than the host does. */
  readonly word?: (message: string) => string
}

export interface Server<C extends Contract> {
  emit<K extends EventName<C>>(name: K, payload: PayloadOf<C, K>): void
  onClose(listener: () => void): void
  close(): void
}

export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  port: Port,
  { onBug, word = (message) => message }: ServeOptions = {},
): Server<C> {
  const running = new Map<number, AbortController>()
  const send = (message: Reply, transfer?: readonly ArrayBuffer[]) => port.post(message, transfer)
  const refuse = (id: number, code: HostErrorCode, message: string) => send({ type: 'error', id, code, message })

  const answer = async (id: number, name: string, entry: Call, input: unknown, signal: AbortSignal) => {
    const transfer: ArrayBuffer[] = []
    const context: CallContext = {
      signal,
      progress: (progress) => {
        if (running.has(id) && !signal.aborted) send({ type: 'progress', id, progress })
      },
      transfer: (...buffers) => void transfer.push(...buffers),
    }
    try {
      const handler = handlers[name as CallName<C>] as (input: unknown, context: CallContext) => unknown
      const output = entry.output.safeParse(await handler(input, context))
      if (!output.success) throw new Error(`expected ${name} to answer as agreed, got ${complaint(output.error)}`)
      if (!signal.aborted) send({ type: 'result', id, output: output.data }, transfer)
    } catch (error) {
      if (!(error instanceof HostError) && !signal.aborted) onBug?.(error, name)
      if (signal.aborted) return
      if (error instanceof HostError) refuse(id, error.code, word(error.message))
      else refuse(id, 'host.failed', `Graft made a mistake in ${name}: ${firstLine(error)}.`)
    } finally {
      running.delete(id)
    }
  }

  const begin = (id: number, name: string, input: unknown) => {
    const entry = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (entry?.kind !== 'call') return refuse(id, 'call.unknown', `This host knows no call ${name}.`)
    const checked = entry.input.safeParse(input)
    if (!checked.success) return refuse(id, 'call.invalid', `${name} was asked wrongly: ${complaint(checked.error)}.`)
    if (running.has(id)) return refuse(id, 'call.invalid', `${name} was asked under a number that is in use.`)
    const controller = new AbortController()
    running.set(id, controller)
    void answer(id, name, entry, checked.data, controller.signal)
  }

  const stop = () => {
    for (const controller of running.values()) controller.abort()
  }

  port.onClose(stop)
  port.onMessage((message) => {
    const read = request.safeParse(message)
    if (read.success) {
      if (read.data.type === 'call') begin(read.data.id, read.data.name, read.data.input)
      else running.get(read.data.id)?.abort()
    } else onBug?.(new Error(`expected a request, got ${complaint(read.error)}`), 'request')
  })

  return {
    emit(name, payload) {
      const entry = contract[name]
      if (entry?.kind !== 'event') throw new Error(`expected an event of the contract, got ${name}`)
      const checked = entry.payload.safeParse(payload)
      if (!checked.success) throw new Error(`expected the event ${name} as agreed, got ${complaint(checked.error)}`)
      send({ type: 'event', name, payload: checked.data })
    },
    onClose: (listener) => port.onClose(listener),
    close: () => port.close(),
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? '').slice(0, 300)
}
