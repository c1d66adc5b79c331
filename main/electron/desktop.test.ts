/** The desktop app against a stand-in for Electron: everything but the program itself. */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import zh from '../../assets/locales/zh.json'
import { builtin } from '../../kernels'
import { ensureBuilt } from '../../tests/ensure-built'
import { temporaryFolder } from '../../tests/temporary-folder'
import { createClient } from '../contract/client'
import { type AppCommand, host as contract } from '../contract/host'
import { type MessagePortLike, messagePort, portGreeting } from '../contract/message-port'
import { connect, contractSuite } from '../contract/tests/contract.suite'
import { startDesktop } from './desktop'
import { BrowserWindow, type MenuItem, electronChannel, fake, resetElectron } from './tests/electron'

vi.mock('electron', async () => (await import('./tests/electron')).electron)

ensureBuilt()
const argv = process.argv

beforeEach(() => {
  resetElectron()
  vi.stubEnv('GRAFT_DATA', temporaryFolder())
})

afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
})

const programFolder = '/program'

/** The app started with these files, and its window. */
async function start(files: readonly string[] = []) {
  process.argv = ['electron', '.', ...files]
  await startDesktop({ library: builtin, programFolder, icon: 'icon.png' })
  onTestFinished(() => void fake.app.emit('will-quit', { preventDefault: () => undefined }))
  return { window: BrowserWindow.all[0]! }
}

/** The page of the window, as its preload script and its own script make it. */
function openPage(window: BrowserWindow, from: { sender?: unknown; senderFrame?: unknown } = {}) {
  const { page, main } = electronChannel()
  const { webContents } = window
  fake.ipcMain.emit(portGreeting, { ports: [main], sender: webContents, senderFrame: webContents.mainFrame, ...from })
  const client = createClient(contract, messagePort(page as unknown as MessagePortLike))
  onTestFinished(() => page.close())
  return { client, page, main }
}

const itemsOf = (menu: readonly MenuItem[]): MenuItem[] => menu.flatMap((item) => [item, ...itemsOf(item.submenu ?? [])])
const click = (label: string) => itemsOf(fake.state.menu).find((item) => item.label === label)!.click!()
const ask = (url: string, init?: RequestInit) => fake.handlers.get('graft')!(new Request(url, init))

contractSuite('a channel of Electron’s', () => {
  const { page, main } = electronChannel()
  onTestFinished(() => page.close())
  const ends = [messagePort(page as unknown as MessagePortLike), messagePort(main as MessagePortLike, { canTransfer: false })] as const
  return Promise.resolve(connect(ends))
})

test('the page has no part of Node, and every guard of the window is on', async () => {
  const { window } = await start()
  expect(window.options.webPreferences).toEqual({
    preload: join(programFolder, 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: true,
  })
})

test('a packaged app has no developer tools', async () => {
  fake.app.isPackaged = true
  const { window } = await start()
  expect([window.options.webPreferences['devTools'], itemsOf(fake.state.menu).some(({ role }) => role === 'toggleDevTools')]).toEqual([
    false,
    false,
  ])
})

test('the window shows itself when there is something to see', async () => {
  const { window } = await start()
  expect([window.options.show, window.show.mock.calls.length]).toEqual([false, 0])
  window.emit('ready-to-show')
  expect(window.show).toHaveBeenCalledOnce()
})

test('the scheme is made known before Electron is ready, as a secure one whose pages may fetch', async () => {
  await start()
  expect(fake.schemes).toEqual([
    {
      scheme: 'graft',
      isReady: false,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
})

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s leads nowhere but to the page', async (name) => {
  const { window } = await start()
  const isRefused = (url: string) => {
    const preventDefault = vi.fn()
    window.webContents.emit(name, { url, preventDefault })
    return preventDefault.mock.calls.length > 0
  }
  const urls = [
    'graft://app/index.html',
    'graft://app/other.html',
    'graft://evil/index.html',
    'file:///etc/passwd',
    'https://arxiv.org/',
    'javascript:1',
  ]
  expect(urls.map(isRefused)).toEqual([false, true, true, true, true, true])
})

test('no window is opened; a link to a paper goes to the user’s browser, any other nowhere', async () => {
  const { window } = await start()
  const urls = [
    'https://arxiv.org/abs/2305.13563',
    'http://arxiv.org/abs/2305.13563',
    'https://arxiv.org.evil.example/',
    'https://evil.example/?https://arxiv.org',
    'https://user@github.com/',
    'https://github.com:8443/',
    'file:///etc/passwd',
    'smb://github.com/share',
    'nonsense',
  ]
  expect(urls.map((url) => window.webContents.openHandler!({ url }))).toEqual(urls.map(() => ({ action: 'deny' })))
  expect(fake.shell.openExternal.mock.calls).toEqual([[urls[0]]])
})

test('no webview is attached', async () => {
  const { window } = await start()
  const preventDefault = vi.fn()
  window.webContents.emit('will-attach-webview', { preventDefault })
  expect(preventDefault).toHaveBeenCalledOnce()
})

test('copying and the whole screen may be asked for, by our page alone; nothing else', async () => {
  await start()
  const wanted = [
    'clipboard-sanitized-write',
    'fullscreen',
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'hid',
  ]
  const granted = (url: string) =>
    wanted.filter((permission) => {
      const answer = vi.fn()
      fake.permissions.request!(null, permission, answer, { requestingUrl: url })
      const isGranted = answer.mock.calls[0]![0] as boolean
      expect(fake.permissions.check!(null, permission, new URL(url).href)).toBe(isGranted)
      return isGranted
    })
  expect([granted('graft://app/index.html'), granted('https://evil.example/'), granted('graft://application/')]).toEqual([
    ['clipboard-sanitized-write', 'fullscreen'],
    [],
    [],
  ])
  expect(fake.permissions.device!()).toBe(false)
})

test('the page is served with its policy', async () => {
  await start()
  const answer = await ask('graft://app/index.html')
  expect([answer.status, answer.headers.get('content-type'), (await answer.text()).includes('<div id="root">')]).toEqual([
    200,
    'text/html; charset=utf-8',
    true,
  ])
  expect(answer.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self';.*connect-src 'self';.*frame-ancestors 'none'$/,
  )
})

test('no address leads out of the page’s folder, and nothing there is written', async () => {
  await start()
  const paths = [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/etc/passwd',
    '/assets',
    '/index.html%00.js',
    '/%ff',
    '/bulk/',
    '/bulk/..%2findex.html',
  ]
  const others = ['graft://evil/index.html', 'graft://app.evil/index.html']
  const answers = await Promise.all([...paths.map((path) => `graft://app${path}`), ...others].map((url) => ask(url)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
  expect((await ask('graft://app/index.html', { method: 'PUT', body: 'x' })).status).toBe(405)
})

test('large things go up and come down under their handles', async () => {
  const { window } = await start()
  const { client } = openPage(window)
  const { bulkUrl } = await client.call('capabilities', {})
  const { handle } = await client.call('bulk.receive', { name: 'a.png', size: 5 })
  const put = (body: string) => ask(`graft://app${bulkUrl}${handle}`, { method: 'PUT', body })
  expect([(await put('123456')).status, (await put('1234')).status, (await put('12345')).status, (await put('12345')).status]).toEqual([
    413, 404, 204, 404,
  ])
})

test('the page gets its host over the port it hands in', async () => {
  const { window } = await start()
  expect(await openPage(window).client.call('capabilities', {})).toMatchObject({
    version: '1.2.3',
    hasDialogs: true,
    canShowInFolder: true,
    folders: [],
  })
})

test('a port from another page, a frame within ours, or a page elsewhere is closed', async () => {
  const { window } = await start()
  const foreign = [{ sender: {} }, { senderFrame: { url: 'graft://app/index.html', parent: {} } }, { senderFrame: null }]
  for (const from of foreign) {
    const { client } = openPage(window, from)
    await expect(client.call('capabilities', {})).rejects.toMatchObject({ code: 'host.disconnected' })
  }
  window.webContents.mainFrame.url = 'https://evil.example/'
  await expect(openPage(window).client.call('capabilities', {})).rejects.toMatchObject({ code: 'host.disconnected' })
})

test('a page that is loaded again takes the place of the one before', async () => {
  const { window } = await start()
  const first = openPage(window).client
  await first.call('capabilities', {})
  const second = openPage(window).client
  await expect(first.call('capabilities', {})).rejects.toMatchObject({ code: 'host.disconnected' })
  expect(await second.call('capabilities', {})).toMatchObject({ version: '1.2.3' })
})

test('a dialog’s file may be read; one that no one chose may not', async () => {
  const folder = realpathSync(temporaryFolder())
  const path = join(folder, 'model.yaml')
  writeFileSync(path, 'nc: 80\n')
  const { window } = await start()
  const { client } = openPage(window)
  await expect(client.call('document.open', { path })).rejects.toMatchObject({ code: 'file.not-allowed' })
  fake.dialog.showOpenDialog
    .mockResolvedValueOnce({ canceled: true, filePaths: [] })
    .mockResolvedValueOnce({ canceled: false, filePaths: [path] })
  const choose = () => client.call('file.choose', { what: 'openable' })
  expect([await choose(), await choose()]).toEqual([null, { path, name: 'model.yaml' }])
  expect((await client.call('document.open', { path })).text).toBe('nc: 80\n')
  const target = join(folder, 'other.yaml')
  fake.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: target })
  expect(await client.call('document.saveAs', { suggestedName: 'model.yaml', text: 'nc: 1\n' })).toMatchObject({ ref: { path: target } })
  expect(fake.dialog.showSaveDialog.mock.calls[0]![1]).toMatchObject({ defaultPath: 'model.yaml' })
  await client.call('file.showInFolder', { path: target })
  expect(fake.shell.showItemInFolder.mock.calls).toEqual([[target]])
})

test('recent files and settings that cannot be read keep no window from opening', async () => {
  const data = temporaryFolder()
  vi.stubEnv('GRAFT_DATA', data)
  for (const name of ['recent.json', 'settings.json']) mkdirSync(join(data, name))
  await start()
  expect([BrowserWindow.all.length, fake.state.menu.map(({ label }) => label)]).toEqual([1, ['File', 'Edit', 'View', 'Help']])
})

test('files of the command line are opened when the window starts; what is none is left out', async () => {
  const path = join(realpathSync(temporaryFolder()), 'model.yaml')
  writeFileSync(path, 'nc: 80\n')
  const { window } = await start([path, '--inspect', '/gone.yaml', join(path, '..')])
  const { client } = openPage(window)
  const { startFiles } = await client.call('capabilities', {})
  expect([startFiles, (await client.call('document.open', { path }))?.text]).toEqual([[path], 'nc: 80\n'])
})

test('a second start hands its files to the first, and is gone', async () => {
  fake.app.hasLock = false
  const path = join(temporaryFolder(), 'model.yaml')
  writeFileSync(path, '')
  process.argv = ['electron', '.', path]
  await startDesktop({ library: builtin, programFolder, icon: 'icon.png' })
  expect([fake.app.quit.mock.calls.length, BrowserWindow.all.length, fake.app.requestSingleInstanceLock.mock.calls]).toEqual([
    1,
    0,
    [[{ files: [path] }]],
  ])
})

test('files of a second start, and of the system, are opened in the window that is there', async () => {
  const folder = realpathSync(temporaryFolder())
  const [one, two] = ['one.yaml', 'two.yaml'].map((name) => join(folder, name)) as [string, string]
  for (const path of [one, two]) writeFileSync(path, 'nc: 80\n')
  const { window } = await start()
  const { client } = openPage(window)
  const asked: string[] = []
  client.on('app.openFiles', ({ paths }) => asked.push(...paths))
  fake.app.emit('second-instance', {}, ['electron'], folder, { files: [one] })
  const preventDefault = vi.fn()
  fake.app.emit('open-file', { preventDefault }, two)
  await vi.waitFor(() => expect(asked).toEqual([one, two]))
  expect([window.focus.mock.calls.length, window.restore.mock.calls.length, preventDefault.mock.calls.length]).toEqual([2, 2, 1])
  expect((await client.call('document.open', { path: one }))?.text).toBe('nc: 80\n')
})

test('a file the system names before the page is there waits for it', async () => {
  const path = join(realpathSync(temporaryFolder()), 'one.yaml')
  writeFileSync(path, 'nc: 80\n')
  const { window } = await start()
  fake.app.emit('open-file', { preventDefault: () => undefined }, path)
  await vi.waitFor(async () => expect(window.focus).toHaveBeenCalled())
  const { client } = openPage(window)
  const asked: string[] = []
  client.on('app.openFiles', ({ paths }) => asked.push(...paths))
  await vi.waitFor(() => expect(asked).toEqual([path]))
})

test('every command of the menu reaches the page, and its key is left to the page', async () => {
  const { window } = await start()
  const { client } = openPage(window)
  const heard: AppCommand[] = []
  client.on('app.command', ({ command }) => heard.push(command))
  const commands = itemsOf(fake.state.menu).filter(({ id }) => id !== undefined)
  for (const { click: choose } of commands) choose!()
  const all: AppCommand[] = ['new', 'open', 'save', 'saveAs', 'saveAll', 'export', 'closeTab', 'settings', 'undo', 'redo']
  await vi.waitFor(() => expect(heard).toEqual(all))
  expect(commands.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([])
})

test('the menu follows the language, the theme the settings, and recent files are in it', async () => {
  const path = join(realpathSync(temporaryFolder()), '模型.yaml')
  writeFileSync(path, 'nc: 80\n')
  const { window } = await start([path])
  const { client } = openPage(window)
  await client.call('document.open', { path })
  await client.call('settings.set', { settings: { language: 'zh-CN', theme: 'dark' } })
  await vi.waitFor(() => expect(fake.state.menu.map(({ label }) => label)).toEqual(['文件', '编辑', '视图', '帮助']))
  expect(fake.nativeTheme.themeSource).toBe('dark')
  const asked: string[] = []
  client.on('app.openFiles', ({ paths }) => asked.push(...paths))
  click('模型.yaml')
  await vi.waitFor(() => expect(asked).toEqual([path]))
  click(zh.recent.clear)
  await vi.waitFor(() => expect(itemsOf(fake.state.menu).some(({ label }) => label === '模型.yaml')).toBe(false))
})

test('a page with unsaved changes asks before it closes', async () => {
  const { window } = await start()
  const closes = (answer: number) => {
    fake.dialog.showMessageBoxSync.mockReturnValueOnce(answer)
    const preventDefault = vi.fn()
    window.webContents.emit('will-prevent-unload', { preventDefault })
    return preventDefault.mock.calls.length > 0
  }
  expect([closes(0), closes(1)]).toEqual([false, true])
  expect(fake.dialog.showMessageBoxSync.mock.calls[0]![1]).toMatchObject({ buttons: ['Stay', 'Close'], cancelId: 0, defaultId: 0 })
})

test('a page that dies is loaded again, and the journal has what was in it', async () => {
  const { window } = await start()
  const { client, page } = openPage(window)
  const head = { name: 'Untitled', path: null, version: null }
  await client.call('journal.record', { document: 'document-1', head, revision: 0, change: { text: 'nc: 20\n' } })
  page.close() // as its process goes
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  expect(window.webContents.reload).toHaveBeenCalledOnce()
  const next = openPage(window).client
  await vi.waitFor(async () => expect((await next.call('journal.list', {})).entries).toHaveLength(1))
  expect(await next.call('journal.restore', { document: 'document-1' })).toMatchObject({ text: 'nc: 20\n' })
})

test('a page that dies again and again asks, and may be given up', async () => {
  const { window } = await start()
  const die = () => window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  for (let k = 0; k < 3; k++) die()
  expect([window.webContents.reload.mock.calls.length, fake.dialog.showMessageBoxSync.mock.calls.length]).toEqual([3, 0])
  fake.dialog.showMessageBoxSync.mockReturnValueOnce(1)
  die()
  expect([window.isGone, window.webContents.reload.mock.calls.length]).toEqual([true, 3])
})

test('the end of the app waits until every change is on the disk', async () => {
  const { window } = await start()
  const { client } = openPage(window)
  const head = { name: 'Untitled', path: null, version: null }
  const kept = client.call('journal.record', { document: 'document-1', head, revision: 0, change: { text: 'nc: 20\n' } })
  await client.call('capabilities', {})
  fake.app.emit('window-all-closed')
  expect(fake.app.quit).toHaveBeenCalledTimes(process.platform === 'darwin' ? 0 : 1)
  fake.app.quit.mockClear()
  const preventDefault = vi.fn()
  fake.app.emit('will-quit', { preventDefault })
  expect([preventDefault.mock.calls.length, fake.app.quit.mock.calls.length]).toEqual([1, 0])
  await vi.waitFor(() => expect(fake.app.quit).toHaveBeenCalledOnce())
  expect(await kept).toEqual({ kept: true })
  fake.app.emit('will-quit', { preventDefault })
  expect(preventDefault).toHaveBeenCalledOnce()
})

test('a data folder that cannot be used is told, and ends the app', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  vi.stubEnv('GRAFT_DATA', join(file, 'data'))
  process.argv = ['electron', '.']
  await startDesktop({ library: builtin, programFolder, icon: 'icon.png' })
  expect([fake.app.exit.mock.calls, BrowserWindow.all.length]).toEqual([[[3]], 0])
  expect(fake.dialog.showErrorBox.mock.calls[0]![1]).toMatch(/cannot be written.*Create the folder first/s)
})

test('Electron’s own files lie beside ours', async () => {
  const data = temporaryFolder()
  mkdirSync(join(data, 'own'))
  vi.stubEnv('GRAFT_DATA', join(data, 'own'))
  await start()
  expect(fake.app.setPath.mock.calls).toEqual([['userData', join(data, 'own', 'electron')]])
})
