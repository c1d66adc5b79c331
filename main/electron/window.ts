/** The window: a sandboxed page that stays where it is, opens nothing, and comes back when it dies. */
import { BrowserWindow, type WebContents, dialog, shell } from 'electron'
import { mayOpenOutside } from './links'
import { pageUrl } from './scheme'
import type { Texts } from './texts'

export interface WindowOptions {
  readonly preload: string
  readonly icon: string
  readonly hasDevTools: boolean
  readonly texts: () => Texts
}

/** More often than this within a minute, and the page is not brought back without asking. */
const mostDeaths = 3
const minute = 60_000

export function openWindow({ preload, icon, hasDevTools, texts }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Graft',
    icon,
    webPreferences: {
      preload,
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
      devTools: hasDevTools,
    },
  })
  window.once('ready-to-show', () => window.show())
  keepInPlace(window.webContents)
  askBeforeClosing(window, texts)
  comeBack(window, texts)
  void window.loadURL(pageUrl)
  return window
}

/** No other page in this window, no other window; links that may be followed are opened outside. */
function keepInPlace(contents: WebContents): void {
  const refuse = (event: { preventDefault: () => void; readonly url: string }) => {
    if (event.url !== pageUrl) event.preventDefault()
  }
  contents.on('will-navigate', refuse)
  contents.on('will-frame-navigate', refuse)
  contents.on('will-redirect', refuse)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** The page holds its closing up while something is unsaved; the journal has it in any case. */
function askBeforeClosing(window: BrowserWindow, texts: () => Texts): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const t = texts()
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: t('desktop.unsaved'),
      detail: t('desktop.unsavedKept'),
      buttons: [t('desktop.stay'), t('desktop.closeAnyway')],
      defaultId: 0,
      cancelId: 0,
    })
    if (answer === 1) event.preventDefault()
  })
}

/** A page that died is loaded again and offers what the journal has; one that dies again and again asks first. */
function comeBack(window: BrowserWindow, texts: () => Texts): void {
  let deaths: number[] = []
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = Date.now()
    deaths = [...deaths.filter((time) => now - time < minute), now]
    if (deaths.length > mostDeaths) {
      const t = texts()
      const answer = dialog.showMessageBoxSync(window, {
        type: 'error',
        message: t('desktop.diesAgain'),
        detail: t('desktop.unsavedKept'),
        buttons: [t('desktop.reload'), t('desktop.quit')],
        defaultId: 0,
        cancelId: 1,
      })
      if (answer === 1) return window.destroy()
      deaths = []
    }
    window.webContents.reload()
  })
}
