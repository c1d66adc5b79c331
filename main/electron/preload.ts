/**
 * All that the page gets of Electron: one end of a message channel, handed over once, whose other end goes to the host. The page runs in a sandbox
 * and in a world of its own, so nothing here is within its reach.
 */
import { ipcRenderer } from 'electron'
import { portGreeting } from '../contract/message-port'

// The page's script has run by then and listens; a message before that would be lost.
window.addEventListener(
  'DOMContentLoaded',
  () => {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(portGreeting, null, [port2])
    window.postMessage(portGreeting, '*', [port1])
  },
  { once: true },
)
