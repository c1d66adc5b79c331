/** What every line between interface and host must do. Run over each kind of port. */
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { call, event } from '../call'
import { type Client, createClient } from '../client'
import { HostError } from '../host-error'
import type { Port } from '../port'
import { type Handlers, type Server, serve } from '../server'

export const trial = {
  echo: call(z.object({ value: z.json() }), z.object({ value: z.json() })),
  nothing: call(z.object({}), z.void()),
  scale: call(
    z.object({ values: z.instanceof(Float32Array), by: z.number() }),
    z.object({ values: z.instanceof(Float32Array), raw: z.instanceof(Uint8Array) }),
  ),
  fail: call(z.object({ how: z.enum(['host', 'bug', 'answer']) }), z.object({})),
  count: call(z.object({ to: z.number() }), z.object({ counted: z.number() })),
  wait: call(z.object({}), z.object({})),
  told: event(z.object({ n: z.number() })),
} as const

export interface Line {
  readonly client: Client<typeof trial>
  readonly server: Server<typeof trial>
  /** The raw end the client speaks through, for messages no client would send. */
  readonly clientPort: Port
  readonly bugs: unknown[]
  /** How many `wait` calls have been told to stop. */
  readonly stopped: (this: void) => number
}

/** A connected pair over two ports. */
export function connect([clientPort, serverPort]: readonly [Port, Port]): Line {
  const bugs: unknown[] = []
  let stopped = 0
  const handlers: Handlers<typeof trial> = {
    echo: ({ value }) => ({ value }),
    nothing: () => undefined,
    scale: ({ values, by }) => ({ values: values.map((v) => v * by), raw: Uint8Array.of(1, 2, 3) }),
    fail({ how }) {
      if (how === 'host') throw new HostError('file.disk-full', 'The disk is full.')
      if (how === 'bug') throw new Error('expected 64 channels, got 48 (#4)')
      return 'no object' as never
    },
    async count({ to }, { progress }) {
      for (let done = 1; done <= to; done++) progress({ done, total: to })
      return { counted: to }
    },
    wait: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped++
          reject(new Error('stopped'))
        })
      }),
  }
  const server = serve(trial, handlers, serverPort, { onBug: (error) => bugs.push(error) })
  return { client: createClient(trial, clientPort), server, clientPort, bugs, stopped: () => stopped }
}

export function contractSuite(name: string, open: () => Promise<Line>): void {
  describe(name, () => {
    test('a call is answered, and text of every kind survives', async () => {
      const { client } = await open()
      const value = { a: [1, -0.5, null, true], 中文: '\u0000\ud800 "\\ \ufeff', __proto: {}, empty: '' }
      expect(await client.call('echo', { value })).toEqual({ value })
    })

    test('a call without an answer resolves', async () => {
      const { client } = await open()
      expect(await client.call('nothing', {})).toBe(undefined)
    })

    test('typed arrays go and come as they are, an empty one and one within a larger buffer too', async () => {
      const { client } = await open()
      const inner = new Float32Array([9, 1, 2, 9]).subarray(1, 3)
      expect(await client.call('scale', { values: inner, by: 2 })).toEqual({ values: Float32Array.of(2, 4), raw: Uint8Array.of(1, 2, 3) })
      expect((await client.call('scale', { values: new Float32Array(), by: 2 })).values).toEqual(new Float32Array())
    })

    test('many calls at once each get their own answer', async () => {
      const { client } = await open()
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => client.call('echo', { value: i })))
      expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    })

    test('a HostError arrives with its code, sentence and cure', async () => {
      const { client } = await open()
      await expect(client.call('fail', { how: 'host' })).rejects.toMatchObject({
        code: 'file.disk-full',
        message: 'The disk is full.',
        cure: expect.stringContaining('Free some space') as string,
      })
    })

    test('our own mistake arrives as one sentence without a stack, which only the host sees', async () => {
      const { client, bugs } = await open()
      const error = await client.call('fail', { how: 'bug' }).catch((e: unknown) => e)
      expect(error).toMatchObject({ code: 'host.failed', message: 'Graft made a mistake in fail: expected 64 channels, got 48 (#4).' })
      expect(bugs).toMatchObject([{ message: 'expected 64 channels, got 48 (#4)' }])
    })

    test('an answer that is not as agreed is our mistake', async () => {
      const { client, bugs } = await open()
      await expect(client.call('fail', { how: 'answer' })).rejects.toMatchObject({ code: 'host.failed' })
      expect(bugs).toHaveLength(1)
    })

    test('a wrong question does not leave the client', async () => {
      const { client, bugs } = await open()
      await expect(client.call('count', { to: 'three' as unknown as number })).rejects.toMatchObject({ code: 'call.invalid' })
      expect(bugs).toEqual([])
    })

    test('a wrong question from elsewhere is refused by the host', async () => {
      const { client, clientPort } = await open()
      const replies: unknown[] = []
      clientPort.onMessage((message) => replies.push(message))
      clientPort.post({ type: 'call', id: 1, name: 'count', input: { to: 'three' } })
      clientPort.post({ type: 'call', id: 2, name: 'gone', input: {} })
      clientPort.post({ type: 'call', id: 3, name: 'toString', input: {} })
      await vi.waitFor(() => expect(replies).toHaveLength(3))
      expect(replies).toMatchObject([{ code: 'call.invalid' }, { code: 'call.unknown' }, { code: 'call.unknown' }])
      client.close()
    })

    test('a message that is no request harms nothing', async () => {
      const { client, clientPort, bugs } = await open()
      clientPort.post({ nonsense: true })
      clientPort.post(null)
      clientPort.post({ type: 'cancel', id: 77 })
      expect(await client.call('echo', { value: 1 })).toEqual({ value: 1 })
      expect(bugs).toHaveLength(2)
    })

    test('progress comes before the answer, in order', async () => {
      const { client } = await open()
      const seen: number[] = []
      await client.call('count', { to: 3 }, { onProgress: ({ done }) => seen.push(done) })
      expect(seen).toEqual([1, 2, 3])
    })

    test('a call that is given up rejects at once and stops the host', async () => {
      const { client, stopped, bugs } = await open()
      const controller = new AbortController()
      const waiting = client.call('wait', {}, { signal: controller.signal })
      controller.abort()
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
      await vi.waitFor(() => expect(stopped()).toBe(1))
      expect(bugs).toEqual([])
    })

    test('a call given up before it is made never leaves', async () => {
      const { client } = await open()
      await expect(client.call('wait', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    })

    test('events reach every listener until it stops listening', async () => {
      const { client, server } = await open()
      const [one, two]: [number[], number[]] = [[], []]
      const stop = client.on('told', ({ n }) => one.push(n))
      client.on('told', ({ n }) => two.push(n))
      server.emit('told', { n: 1 })
      await vi.waitFor(() => expect(two).toEqual([1]))
      stop()
      server.emit('told', { n: 2 })
      await vi.waitFor(() => expect(two).toEqual([1, 2]))
      expect(one).toEqual([1])
    })

    test('when the host goes, calls under way fail with its code', async () => {
      const { client, server } = await open()
      const waiting = client.call('wait', {})
      await client.call('nothing', {})
      server.close()
      await expect(waiting).rejects.toMatchObject({ code: 'host.disconnected' })
      await expect(client.call('nothing', {})).rejects.toMatchObject({ code: 'host.disconnected' })
    })

    test('when the interface goes, what it asked for is stopped', async () => {
      const { client, stopped } = await open()
      const waiting = client.call('wait', {}).catch((error: unknown) => error)
      await client.call('nothing', {})
      client.close()
      expect(await waiting).toBeInstanceOf(HostError)
      await vi.waitFor(() => expect(stopped()).toBe(1))
    })
  })
}
