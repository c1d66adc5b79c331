/** Keys: which action they mean, where they work, and how they are written for people. */
import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import type { Settings } from '../../main/contract/host'
import { panelAttribute } from '../panels/focus'
import { type ActionId, type When, actionIds, actions, canRun, runAction } from './actions'
import type { AppModel } from './app-model'

/** The keys of an action: those the user chose, else its usual ones. */
export function keysOf(id: ActionId, { shortcuts }: Settings): readonly string[] {
  const chosen = shortcuts?.[id]
  return chosen === undefined ? actions[id].keys : chosen === '' ? [] : [chosen]
}

/** Lets the keys of all actions work in a page, until the function it returns is called. */
export function listenToShortcuts(page: Window, app: AppModel): () => void {
  const meant = (event: KeyboardEvent, turn: (when: When) => boolean) => {
    if (event.isComposing) return undefined
    const settings = app.settings.getSnapshot()
    const ids = actionIds.filter((id) => turn(actions[id].when) && keysOf(id, settings).some((keys) => isPress(event, keys)))
    return ids.find((id) => isPlace(event, actions[id].when) && canRun(app, id)) ?? ids.find((id) => actions[id].when === 'anywhere')
  }
  const press = (event: KeyboardEvent, id: ActionId | undefined) => {
    if (id === undefined) return
    // Also where there is nothing to do: the browser would save the page.
    event.preventDefault()
    event.stopPropagation()
    runAction(app, id)
  }
  // Before the editor, which has meanings of its own for some of them.
  const early = (event: KeyboardEvent) => press(event, meant(event, (when) => when !== 'fieldFirst')) // prettier-ignore
  const late = (event: KeyboardEvent) => {
    if (event.defaultPrevented || app.dialogs.getSnapshot() !== null) return
    press(event, meant(event, (when) => when === 'fieldFirst')) // prettier-ignore
  }
  page.addEventListener('keydown', early, { capture: true })
  page.addEventListener('keydown', late)
  return () => {
    page.removeEventListener('keydown', early, { capture: true })
    page.removeEventListener('keydown', late)
  }
}

/** Whether these keys were pressed. Under a Cyrillic or Greek layout a letter is known by its place. */
export function isPress(event: KeyboardEvent, keys: string): boolean {
  const [press] = parseKeybinding(keys)
  if (press === undefined) return false
  const [modifiers, key] = press
  if (matchKeyBindingPress(event, press)) return true
  const isForeign = event.key.length === 1 && event.key > '\u007f'
  return isForeign && typeof key === 'string' && /^[a-z]$/i.test(key) && matchKeyBindingPress(event, [modifiers, `Key${key.toUpperCase()}`])
}

function isPlace({ target }: KeyboardEvent, when: When): boolean {
  if (when === 'anywhere' || when === 'fieldFirst') return true
  if (!(target instanceof Element) || target.closest('[role=menu], [role=dialog], [role=listbox]') !== null || isTextField(target))
    return false
  return when === 'outsideFields' || target === document.body || target.closest(`[${panelAttribute}="canvas"]`) !== null
}

const isTextField = (element: Element) =>
  element.matches('textarea, select, [contenteditable], [role=textbox], input:not([type=checkbox], [type=radio], [type=button])')

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform)
const signs: Readonly<Record<string, string>> = {
  ...(isApple ? { $mod: '⌘', Shift: '⇧', Alt: '⌥' } : { $mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' }),
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** `Ctrl+Shift+S`, or `⌘⇧S` on Apple's systems. */
export function shortcutText(keys: string): string {
  const signed = keys
    .split(/\b\+/)
    .map((key) => signs[key] ?? key.replace(/^(Key|Digit)/, '').replace(/^[a-z]$/, (letter) => letter.toUpperCase()))
  return signed.join(isApple ? '' : '+')
}
