import { type BrowserWindow, ipcMain } from 'electron'
import type { AppCommand, host as contract } from '../contract/host'
import { type MessagePortLike, messagePort, portGreeting } from '../contract/message-port'
import type { Server } from '../contract/server'
import type { Host } from '../services/host'
import { pageOrigin } from './scheme'

/** The page's line to the host; a page that is loaded again brings a new one. */
export interface PageLine {
  command(command: AppCommand): void
  /** Told at once, or when the page is there. */
  openFiles(paths: readonly string[]): void
  close(): void
}

/** Takes the ports that our own page hands in, and serves the newest. */
export function connectPages(host: Host, window: () => BrowserWindow | null): PageLine {
  let line: Server<typeof contract> | null = null
  let waiting: string[] = []
  ipcMain.on(portGreeting, ({ ports, sender, senderFrame }) => {
    const [port] = ports
    if (port === undefined) return
    const isMainFrame = sender === window()?.webContents && senderFrame !== null && senderFrame.parent === null
    if (!isMainFrame || !senderFrame.url.startsWith(`${pageOrigin}/`)) return port.close()
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
