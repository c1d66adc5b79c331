import { EventEmitter, once } from 'node:events'
import { spawn } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { fake, resetElectron } from './tests/electron'
import { utilityStarter } from './utility-starter'

vi.mock('electron', async () => (await import('./tests/electron')).electron)

beforeEach(() => resetElectron())

/** A child as Electron's utilityProcess gives it. */
function start(pid?: number) {
  const child = Object.assign(new EventEmitter(), { pid, stderr: new PassThrough(), postMessage: vi.fn(), kill: vi.fn() })
  fake.utilityProcess.fork.mockReturnValue(child)
  return { child, inference: utilityStarter(() => '/dist/services/inference-process.js').start() }
}

test('the program is started with its standard error kept from the terminal, and onnxruntime kept from reporting', () => {
  start()
  expect(fake.utilityProcess.fork.mock.calls).toEqual([
    [
      '/dist/services/inference-process.js',
      [],
      {
        serviceName: 'Graft inference',
        stdio: ['ignore', 'ignore', 'pipe'],
        env: expect.objectContaining({ ORT_DISABLE_TELEMETRY: '1' }) as unknown,
      },
    ],
  ])
})

test('messages go both ways as they are', () => {
  const { child, inference } = start()
  const heard = vi.fn()
  inference.onMessage(heard)
  inference.post({ values: Float32Array.of(1) })
  child.emit('message', { type: 'ready' })
  expect([child.postMessage.mock.calls, heard.mock.calls]).toEqual([[[{ values: Float32Array.of(1) }]], [[{ type: 'ready' }]]])
})

test('its end is told once, with its last words, and it hears nothing after', async () => {
  const { child, inference } = start()
  const ended = vi.fn()
  inference.onExit(ended)
  child.stderr.write('out of memory\n')
  await vi.waitFor(() => expect(child.stderr.readableLength).toBe(0))
  child.emit('exit', 134)
  child.emit('exit', 134)
  inference.post({ late: true })
  expect([ended.mock.calls, child.postMessage.mock.calls]).toEqual([[[{ code: 134, signal: null, lastWords: 'out of memory' }]], []])
})

test('a process in the middle of a run is ended at once, one not yet started as well as can be', async () => {
  const busy = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); console.log('busy'); for (;;);"])
  onTestFinished(() => void busy.kill('SIGKILL'))
  await once(busy.stdout, 'data')
  start(busy.pid).inference.kill()
  const [, signal] = (await once(busy, 'exit')) as [number | null, string]
  const { child, inference } = start()
  inference.kill()
  expect([process.platform === 'win32' || signal, child.kill.mock.calls.length]).toEqual([process.platform === 'win32' || 'SIGKILL', 1])
})
