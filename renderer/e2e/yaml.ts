/** Reads and writes the YAML editor as a user can: select all, copy or paste. */
import type { Page } from 'playwright-core'

const editorOf = (page: Page) => page.getByRole('textbox', { name: /YAML/ })

/** Waits for the editor and gives it the keyboard. */
export async function focusText(page: Page): Promise<void> {
  await editorOf(page).waitFor({ state: 'attached' })
  await editorOf(page).focus()
}

/** What the editor shows, all of it. Its lines end in LF whatever the file has. */
export async function readText(page: Page): Promise<string> {
  await focusText(page)
  await page.keyboard.press('ControlOrMeta+a')
  return editorOf(page).evaluate((element) => {
    const clipboardData = new DataTransfer()
    element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/plain')
  })
}

/** Puts this text in place of all there is. */
export async function writeText(page: Page, text: string): Promise<void> {
  await focusText(page)
  await page.keyboard.press('ControlOrMeta+a')
  await editorOf(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
