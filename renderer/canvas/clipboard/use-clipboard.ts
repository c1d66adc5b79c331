import { useEffect } from 'react'
import { selectedRows } from '../../app/actions/action'
import { isCanvasTarget } from '../../app/shortcuts/listen'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import { paste } from './system-clipboard'

/**
 * Rows on the clipboard of the system. The browser’s own events are listened to: they ask for no permission, and come from its menus too.
 * Shift while pasting keeps links to rows that are not among the pasted ones.
 */
export function useClipboard(): void {
  const session = useSession()
  const app = useApp()

  useEffect(() => {
    let isShift = false
    const onKey = (event: KeyboardEvent) => (isShift = event.shiftKey)
    const isMeant = (event: Event) => !event.defaultPrevented && app.dialogs.getSnapshot() === null && isCanvasTarget(event.target)
    const onCopy = (event: ClipboardEvent) => {
      const rows = selectedRows(session)
      // Marked text, such as a message's, is what is meant then.
      if (!isMeant(event) || rows.length === 0 || document.getSelection()?.isCollapsed === false) return
      const text = event.type === 'cut' ? session.cutRows(rows) : session.copyRows(rows)
      if (text === undefined) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!isMeant(event)) return
      event.preventDefault()
      paste(app, session, event.clipboardData?.getData('text/plain') ?? '', isShift)
    }
    document.addEventListener('keydown', onKey, true)
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [session, app])
}
