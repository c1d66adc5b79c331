import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { ensureBuilt } from '../../tests/ensure-built'

beforeAll(() => ensureBuilt())

/** Runs the script as it is shipped in a sandbox: CommonJS, with nothing to require but electron, on a page of its own. */
function runPreload() {
  const posted: { to: 'host' | 'page'; message: unknown; ports: readonly MessagePort[] }[] = []
  const page = new EventTarget()
  const window = {
    addEventListener: page.addEventListener.bind(page),
    postMessage: (message: unknown, _origin: string, ports: readonly MessagePort[]) => posted.push({ to: 'page', message, ports }),
  }
  const ipcRenderer = {
    postMessage: (message: string, _: null, ports: readonly MessagePort[]) => posted.push({ to: 'host', message, ports }),
  }
  const required: string[] = []
  const require = (name: string) => (required.push(name), { ipcRenderer })
  const script = readFileSync(fileURLToPath(new URL('../../dist/electron/preload.cjs', import.meta.url)), 'utf8')
  runInNewContext(script, { require, window, MessageChannel, module: {}, exports: {} })
  onTestFinished(() => posted.forEach(({ ports }) => ports.forEach((port) => port.close())))
  return { posted, required, page }
}

test('the preload script hands the page one end of a line and the host the other, once, when the page listens', async () => {
  const { posted, required, page } = runPreload()
  expect([required, posted]).toEqual([['electron'], []])
  page.dispatchEvent(new Event('DOMContentLoaded'))
  page.dispatchEvent(new Event('DOMContentLoaded'))
  expect(posted.map(({ to, message, ports }) => [to, message, ports.length])).toEqual([
    ['host', 'graft:port', 1],
    ['page', 'graft:port', 1],
  ])
  const heard = vi.fn()
  posted[0]!.ports[0]!.on('message', heard)
  posted[1]!.ports[0]!.postMessage({ type: 'call' })
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ type: 'call' }))
})
