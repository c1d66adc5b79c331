/** The keys of all actions, heard in the whole page. */
import { panelAttribute } from '../../panels/focus'
import { type ActionId, type When, actionIds, actions, canRun, runAction } from '../actions'
import type { AppModel } from '../app-model'
import { keysOf } from './bindings'
import { isPress, isTyping } from './press'

/** Lets the keys of all actions work in a page, until the function it returns is called. */
export function listenToShortcuts(page: Window, app: AppModel): () => void {
  const meant = (event: KeyboardEvent, isTurn: (when: When) => boolean): ActionId | undefined => {
    if (event.isComposing) return undefined
    const settings = app.settings.getSnapshot()
    const ids = actionIds.filter((id) => {
      const { when } = actions[id]
      const keys = isTurn(when) ? keysOf(id, settings).find((each) => isPress(event, each)) : undefined
      return keys !== undefined && isPlace(event, when, isTyping(keys))
    })
    if (ids.some((id) => actions[id].isToldByBrowser && actions[id].keys.some((each) => isPress(event, each)))) return undefined
    // A key for something that cannot be done now is not given to the browser, which would save the page.
    return ids.find((id) => canRun(app, id)) ?? ids.find((id) => actions[id].when === 'anywhere')
  }
  const press = (event: KeyboardEvent, id: ActionId | undefined) => {
    if (id === undefined) return
    event.preventDefault()
    // A question that asks for keys is to hear them.
    if (app.dialogs.getSnapshot() !== null) return
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

/** Whether what happens at this element is meant for the canvas: it is in it, or nothing has the keyboard. */
export const isCanvasTarget = (target: EventTarget | null) => isPlace({ target }, 'canvas', true)

function isPlace({ target }: Pick<Event, 'target'>, when: When, isTyped: boolean): boolean {
  if ((when === 'anywhere' || when === 'fieldFirst') && !isTyped) return true
  if (!(target instanceof Element) || target.closest('[role=menu], [role=dialog], [role=listbox]') !== null || isTextField(target))
    return false
  if (when === 'preview') return target.closest(`[${panelAttribute}="preview"]`) !== null
  if (when !== 'canvas') return true
  const canvas = target.ownerDocument.querySelector(`[${panelAttribute}="canvas"]`)
  // What shows the inside of a block is to be read only, and has keys of its own.
  return canvas?.querySelector('[data-inside]') == null && (target === target.ownerDocument.body || canvas?.contains(target) === true)
}

const isTextField = (element: Element) =>
  element.matches('textarea, select, [contenteditable], [role=textbox], input:not([type=checkbox], [type=radio], [type=button])')
