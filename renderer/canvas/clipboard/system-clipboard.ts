/** The clipboard as actions reach it, where no key of the browser's was pressed: from the command palette, or under other keys. */
import type { AppModel } from '../../app/app-model'
import type { Session } from '../../session'

/** Puts rows in, and goes to the first of them. */
export function paste({ canvas }: Pick<AppModel, 'canvas'>, session: Session, text: string, keepIncoming: boolean): void {
  if (!session.pasteRows(text, { keepIncoming })) return
  const { layout, selection } = session.getSnapshot()
  const row = layout.indexOf.get(selection[0] ?? '')
  if (row !== undefined) canvas.tell({ kind: 'show', row })
}

export async function writeClipboard({ notices }: Pick<AppModel, 'notices'>, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    notices.remark('clipboard', { name: 'clipboardRefused' })
  }
}

/** The text on the clipboard; undefined where the browser does not give it, which the user is told. */
export async function readClipboard({ notices }: Pick<AppModel, 'notices'>): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText()
  } catch {
    notices.remark('clipboard', { name: 'clipboardRefused' })
    return undefined
  }
}
