/** The keyboard goes from panel to panel. */
import type { PanelId } from './panels'

/** Marks the element that holds a panel's content. */
export const panelAttribute = 'data-panel'

const tabbable = ['input', 'select', 'textarea', '[role=textbox]', '[tabindex="0"]', 'button', 'a[href]']
  .map((kind) => `${kind}:not([disabled]):not([hidden])`)
  .join()

/** Gives the keyboard to the next of these panels, or to the one before. */
export function focusNextPanel(page: Document, visible: readonly PanelId[], step: 1 | -1): void {
  const here = page.activeElement?.closest(`[${panelAttribute}]`)?.getAttribute(panelAttribute)
  const at = visible.findIndex((id) => id === here)
  const next = visible[at < 0 && step < 0 ? visible.length - 1 : (at + step + visible.length) % visible.length]
  const panel = page.querySelector<HTMLElement>(`[${panelAttribute}="${next}"]`)
  const first = panel && [...panel.querySelectorAll<HTMLElement>(tabbable)].find((element) => element.getClientRects().length > 0)
  ;(first ?? panel)?.focus()
}
