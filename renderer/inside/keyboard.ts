import { panelAttribute } from '../panels/focus'

/** Whether the keyboard is at the canvas, or nowhere: then an inside may take it, and does not take it from whoever types elsewhere. */
export function isKeyboardFree(): boolean {
  const at = document.activeElement
  return at === null || at === document.body || at.closest(`[${panelAttribute}="canvas"]`) !== null
}
