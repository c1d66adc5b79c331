/**
 * A stand-in for Electron where its program cannot be had: it has the shape that the app uses, remembers what it was asked, and lets a test play the
 * system. Give it with `vi.mock('electron', async () => (await import('./tests/electron')).electron)`.
 */
import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { vi } from 'vitest'

/** A page: what the app does to it is remembered, what it does itself a test emits. */
export class WebContents extends EventEmitter {
  readonly mainFrame: { url: string; parent: null } = { url: '', parent: null }
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  readonly reload = vi.fn()
  setWindowOpenHandler(handler: NonNullable<WebContents['openHandler']>) {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly webContents = new WebContents()
  isGone = false
  readonly show = vi.fn()
  readonly focus = vi.fn()
  readonly restore = vi.fn()
  isMinimized = () => true
  constructor(readonly options: { readonly webPreferences: Readonly<Record<string, unknown>>; readonly show: boolean }) {
    super()
    BrowserWindow.all.push(this)
  }
  loadURL(url: string) {
    this.webContents.mainFrame.url = url
    return Promise.resolve()
  }
  isDestroyed = () => this.isGone
  destroy() {
    this.isGone = true
    this.emit('closed')
  }
}

class App extends EventEmitter {
  isPackaged = false
  hasLock = true
  isReady = false
  readonly setPath = vi.fn()
  readonly quit = vi.fn()
  readonly exit = vi.fn()
  readonly requestSingleInstanceLock = vi.fn((_data: unknown) => this.hasLock)
  getVersion = () => '1.2.3'
  getLocale = () => 'en-GB'
  whenReady() {
    this.isReady = true
    return Promise.resolve()
  }
}

export interface MenuItem {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly click?: () => void
  readonly submenu?: readonly MenuItem[]
}

type Handler = (request: Request) => Promise<Response>

/** All of it, made anew for each test. */
function makeElectron() {
  const app = new App()
  const schemes: { scheme: string; isReady: boolean; privileges: unknown }[] = []
  const handlers = new Map<string, Handler>()
  const permissions: {
    request?: (contents: unknown, permission: string, answer: (granted: boolean) => void, details: { requestingUrl: string }) => void
    check?: (contents: unknown, permission: string, origin: string) => boolean
    device?: () => boolean
  } = {}
  const state: { menu: readonly MenuItem[] } = { menu: [] }
  return {
    app,
    schemes,
    handlers,
    permissions,
    state,
    ipcMain: new EventEmitter(),
    ipcRenderer: { postMessage: vi.fn() },
    nativeTheme: { themeSource: 'system' },
    dialog: { showOpenDialog: vi.fn(), showSaveDialog: vi.fn(), showMessageBoxSync: vi.fn(), showErrorBox: vi.fn() },
    shell: { openExternal: vi.fn(() => Promise.resolve()), showItemInFolder: vi.fn(), openPath: vi.fn(() => Promise.resolve('')) },
    utilityProcess: { fork: vi.fn() },
    Menu: {
      buildFromTemplate: (template: readonly MenuItem[]) => template,
      setApplicationMenu: (menu: readonly MenuItem[]) => void (state.menu = menu),
    },
    protocol: {
      registerSchemesAsPrivileged: (given: readonly { scheme: string; privileges: unknown }[]) =>
        void schemes.push(...given.map((each) => ({ ...each, isReady: app.isReady }))),
    },
    session: {
      defaultSession: {
        protocol: { handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler) },
        setPermissionRequestHandler: (handler: NonNullable<(typeof permissions)['request']>) => void (permissions.request = handler),
        setPermissionCheckHandler: (handler: NonNullable<(typeof permissions)['check']>) => void (permissions.check = handler),
        setDevicePermissionHandler: (handler: () => boolean) => void (permissions.device = handler),
      },
    },
  }
}

/** What the app of the running test sees. */
export let fake = makeElectron()

/** Forgets everything. */
export function resetElectron(): void {
  fake = makeElectron()
  BrowserWindow.all.length = 0
}

/** The module `electron`; each part is that of the running test. */
export const electron = {
  BrowserWindow,
  ...Object.fromEntries(
    (['app', 'ipcMain', 'ipcRenderer', 'nativeTheme', 'dialog', 'shell', 'utilityProcess', 'Menu', 'protocol', 'session'] as const).map(
      (name) => [
        name,
        new Proxy(
          {},
          {
            get: (_, key) => {
              const part = fake[name] as unknown as Record<string | symbol, unknown>
              const value = part[key]
              return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(part) : value
            },
            set: (_, key, value) => Reflect.set(fake[name], key, value),
          },
        ),
      ],
    ),
  ),
}

/**
 * A channel as Electron has it: the page's end is a MessagePort; the main process's tells by `on('message')`, hands over no buffers, and its
 * messages are structured clones.
 */
export function electronChannel() {
  const { port1: page, port2 } = new MessageChannel()
  const main = Object.assign(new EventEmitter(), {
    postMessage(message: unknown, ports?: readonly unknown[]) {
      if (ports?.length) throw new TypeError('Port at index 0 is not a valid port')
      port2.postMessage(message)
    },
    start: () => void port2.on('message', (data: unknown) => main.emit('message', { data, ports: [] })),
    close: () => port2.close(),
  })
  port2.on('close', () => main.emit('close'))
  return { page, main }
}
