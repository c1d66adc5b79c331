/** The desktop app: one host, one window, and what the system asks of them. */
import { join } from 'node:path'
import { type BrowserWindow, Menu, app, dialog, ipcMain, nativeTheme, session, shell } from 'electron'
import type { Library } from '../../graph-core/symbolic'
import { createClient } from '../contract/client'
import { type AppCommand, host as contract } from '../contract/host'
import { HostError } from '../contract/host-error'
import { type MessagePortLike, messagePort, portGreeting } from '../contract/message-port'
import { memoryPorts } from '../contract/port'
import type { Server } from '../contract/server'
import { dataFolder } from '../services/data-folder'
import { type Host, createHost } from '../services/host'
import { inferenceProgram } from '../services/inference/fork-starter'
import { pageFolder } from '../services/page/page-folder'
import { nativeDialogs } from './dialogs'
import { filesNamed } from './files-named'
import { menuTemplate } from './menu'
import { restrictPermissions } from './permissions'
import { bulkUrl, pageOrigin, registerScheme, serveScheme } from './scheme'
import { type Texts, textsFor } from './texts'
import { utilityStarter } from './utility-starter'
import { openWindow } from './window'

export interface DesktopOptions {
  readonly library: Library
  /** Where the preload script lies. */
  readonly programFolder: string
  readonly icon: string
}

/** Starts the app, or hands its files to the one that runs. Resolves when the window is on its way. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const data = dataFolder()
  app.setPath('userData', join(data, 'electron'))
  const files = filesNamed(process.argv, process.cwd(), app.isPackaged)
  if (!app.requestSingleInstanceLock({ files })) return app.quit()
  registerScheme()

  // macOS names files by an event, which may come before there is a window.
  let openFiles = (paths: readonly string[]) => void files.push(...paths)
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openFiles([path])
  })
  app.on('second-instance', (_, _argv, _folder, theirs) => openFiles(filesOf(theirs)))

  await app.whenReady()
  let t: Texts = textsFor(undefined, app.getLocale())
  let window: BrowserWindow | null = null
  const host = await createHost({
    version: app.getVersion(),
    library: options.library,
    dataFolder: data,
    folders: [],
    files,
    bulkUrl,
    dialogs: nativeDialogs(
      () => window,
      () => t,
    ),
    showInFolder: (path) => shell.showItemInFolder(path),
    inference: utilityStarter(inferenceProgram),
    onBug: (error, name) => console.error(`${name} failed:`, error),
  }).catch((error: unknown) => {
    if (!(error instanceof HostError)) throw error
    dialog.showErrorBox('Graft', `${error.message} ${error.cure}`)
    app.exit(3)
    return null
  })
  if (host === null) return
  endWell(host)
  restrictPermissions(session.defaultSession)
  await serveScheme(session.defaultSession, pageFolder(), host.bulk)

  const page = connectPages(host, () => window)
  openFiles = (paths) => {
    if (window !== null) bringToFront(window)
    else show()
    void grantAndOpen(host, page, paths)
  }

  const client = createOwnClient(host)
  const refreshMenu = async () => {
    const [{ settings }, { files: recent }] = await Promise.all([client.call('settings.get', {}), client.call('recent.list', {})])
    t = textsFor(settings.language, app.getLocale())
    nativeTheme.themeSource = settings.theme ?? 'system'
    const template = menuTemplate({
      t,
      platform: process.platform,
      recent,
      hasDevTools: !app.isPackaged,
      command: (command) => page.command(command),
      openFile: (path) => openFiles([path]),
      clearRecent: () => void client.call('recent.clear', {}).then(refreshMenu),
      showDataFolder: () => void shell.openPath(data),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  client.on('settings.changed', () => void refreshMenu())
  await refreshMenu()

  const show = () => {
    window = openWindow({
      preload: join(options.programFolder, 'preload.cjs'),
      icon: options.icon,
      hasDevTools: !app.isPackaged,
      texts: () => t,
    })
    // Files are opened and saved in the window; on the way back the menu knows them.
    window.on('blur', () => void refreshMenu())
    window.on('closed', () => {
      window = null
      page.close()
    })
  }
  app.on('activate', () => window === null && show())
  show()
}

/** What a second start hands over; it is another version's word for it. */
function filesOf(theirs: unknown): string[] {
  const { files } = (theirs ?? {}) as { files?: unknown }
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : []
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** The app's own line to its host, as a window has one. */
function createOwnClient(host: Host) {
  const [own, theirs] = memoryPorts()
  host.connect(theirs)
  return createClient(contract, own)
}

/** The page's line to the host; a page that is loaded again brings a new one. */
interface PageLine {
  command(command: AppCommand): void
  /** Told at once, or when the page is there. */
  openFiles(paths: readonly string[]): void
  close(): void
}

function connectPages(host: Host, window: () => BrowserWindow | null): PageLine {
  let line: Server<typeof contract> | null = null
  let waiting: string[] = []
  ipcMain.on(portGreeting, ({ ports, sender, senderFrame }) => {
    const [port] = ports
    if (port === undefined) return
    const contents = window()?.webContents
    const isOurs = sender === contents && senderFrame === contents?.mainFrame && senderFrame?.url.startsWith(`${pageOrigin}/`)
    if (!isOurs) return port.close()
    line?.close()
    line = host.connect(messagePort(port as unknown as MessagePortLike, { canTransfer: false }))
    if (waiting.length > 0) line.emit('app.openFiles', { paths: waiting.splice(0) })
  })
  return {
    command: (command) => line?.emit('app.command', { command }),
    openFiles(paths) {
      if (line === null) waiting = [...waiting, ...paths]
      else line.emit('app.openFiles', { paths: [...paths] })
    },
    close() {
      line?.close()
      line = null
    },
  }
}

async function grantAndOpen(host: Host, page: PageLine, paths: readonly string[]): Promise<void> {
  for (const path of paths) await host.access.grant(path)
  if (paths.length > 0) page.openFiles(paths)
}

/** Ends with the last window, except where programs go on without one; never before every change is on the disk. */
function endWell(host: Host): void {
  let isFlushed = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (isFlushed) return
    event.preventDefault()
    void host.close().finally(() => {
      isFlushed = true
      app.quit()
    })
  })
}
