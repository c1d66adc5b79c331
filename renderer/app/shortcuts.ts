import { tinykeys } from 'tinykeys'
import { actions, runAction } from './actions'
import type { AppModel } from './app-model'

/** Lets the keys of all actions work in a page, until the function it returns is called. */
export function listenToShortcuts(page: Window, app: AppModel): () => void {
  const bindings = actions.flatMap(({ id, shortcuts }) =>
    shortcuts.map((shortcut) => {
      const press = (event: KeyboardEvent) => {
        // In a question, undo belongs to the field one writes in.
        const isAsking = app.dialogs.getSnapshot() !== null
        if (event.defaultPrevented || (isAsking && (id === 'undo' || id === 'redo'))) return
        // Also where there is nothing to do: the browser would save the page.
        event.preventDefault()
        runAction(app, id)
      }
      return [shortcut, press] as const
    }),
  )
  return tinykeys(page, Object.fromEntries(bindings))
}

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform)
const signs: Readonly<Record<string, string>> = isApple ? { $mod: '⌘', Shift: '⇧', Alt: '⌥' } : { $mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' }

/** `Ctrl+Shift+S`, or `⌘⇧S` on Apple's systems. */
export function shortcutText(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => signs[key] ?? key.replace(/^Key/, '').toUpperCase())
  return keys.join(isApple ? '' : '+')
}
