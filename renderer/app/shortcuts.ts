import { tinykeys } from 'tinykeys'
import { type Action, actions, runAction } from './actions'
import type { AppModel } from './app-model'

/** Undo belongs to the field one writes in, where that has its own: the editor, or a question. */
const isUndo = ({ id }: Action) => id === 'undo' || id === 'redo'

/** Lets the keys of all actions work in a page, until the function it returns is called. */
export function listenToShortcuts(page: Window, app: AppModel): () => void {
  const bindingsOf = (some: readonly Action[]) =>
    some.flatMap((action) => action.shortcuts.map((shortcut) => [shortcut, (event: KeyboardEvent) => press(action, event)] as const))
  const press = (action: Action, event: KeyboardEvent) => {
    if (isUndo(action) && (event.defaultPrevented || app.dialogs.getSnapshot() !== null)) return
    // Also where there is nothing to do: the browser would save the page.
    event.preventDefault()
    event.stopPropagation()
    runAction(app, action.id)
  }
  const undoing = actions.filter(isUndo)
  const others = actions.filter((action) => !isUndo(action))
  const stops = [
    tinykeys(page, Object.fromEntries(bindingsOf(undoing))),
    // Before the editor, which has meanings of its own for some of them.
    tinykeys(page, Object.fromEntries(bindingsOf(others)), { capture: true }),
  ]
  return () => stops.forEach((stop) => stop())
}

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform)
const signs: Readonly<Record<string, string>> = isApple ? { $mod: '⌘', Shift: '⇧', Alt: '⌥' } : { $mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' }

/** `Ctrl+Shift+S`, or `⌘⇧S` on Apple's systems. */
export function shortcutText(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => signs[key] ?? key.replace(/^Key/, '').toUpperCase())
  return keys.join(isApple ? '' : '+')
}
