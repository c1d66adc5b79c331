/** The desktop app: one host, one window, and what the system asks of them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserWindow, Menu, app, dialog, nativeTheme, session, shell } from 'electron'
import type { Library } from '../../graph-core/symbolic'
import { createClient } from '../contract/client'
import { type Settings, host as contract } from '../contract/host'
import { HostError, fromSystemError } from '../contract/host-error'
import { memoryPorts } from '../contract/port'
import { dataFolder } from '../services/data-folder'
import { type Host, createHost } from '../services/host'
import { inferenceProgram } from '../services/inference/process/fork-starter'
import { pageFolder } from '../services/page/page-folder'
import { nativeDialogs } from './dialogs'
import { filesNamed } from './files-named'
import { menuTemplate } from './menu'
import { type PageLine, connectPages } from './page-line'
import { restrictPermissions } from './permissions'
import { bulkUrl, registerScheme, serveScheme } from './scheme'
import { type Texts, textsFor } from './texts'
import { utilityStarter } from './utility-starter'
import { openWindow } from './window'

export interface DesktopOptions {
  readonly library: Library
  /** Where the preload script lies. */
  readonly programFolder: string
  readonly icon: string
}

/** Starts the app, or hands its files to the one that runs. What keeps it from starting is told in a box, and ends it. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  try {
    await start(options)
  } catch (error) {
    const told = error instanceof HostError ? `${error.message} ${error.cure}` : `Graft made a mistake: ${String(error)}`
    dialog.showErrorBox('Graft', told)
    app.exit(3)
  }
}

async function start(options: DesktopOptions): Promise<void> {
  const data = dataFolder()
  useForElectron(join(data, 'electron'))
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
  })
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
    // The window asks for the same, and tells what fails; the menu does without.
    const { settings } = await client.call('settings.get', {}).catch(() => ({ settings: {} as Settings }))
    const { files: recent } = await client.call('recent.list', {}).catch(() => ({ files: [] }))
    t = textsFor(settings.language, app.getLocale())
    nativeTheme.themeSource = settings.theme ?? 'system'
    const template = menuTemplate({
      t,
      platform: process.platform,
      recent,
      hasDevTools: !app.isPackaged,
      settings,
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

/** Where Electron keeps what is its own. */
function useForElectron(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw fromSystemError(error, folder, 'write')
  }
  app.setPath('userData', folder)
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
