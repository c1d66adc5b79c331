/** Saving, with everything there is to ask and to tell on the way. */
import { type Capabilities, type FileRef } from '../../main/contract/host'
import { HostError, type HostErrorCode } from '../../main/contract/host-error'
import type { DialogInput, Dialogs } from '../app/dialogs/dialogs'
import type { NoticeAction, Notices } from '../app/notices/notices'
import type { ModelFile, SavePlace } from '../session'
import type { OpenDocument } from './document'
import { downloadText } from './download-text'
import type { DocumentHost } from './host'

export interface SaveEnvironment {
  readonly host: DocumentHost
  readonly dialogs: Dialogs
  readonly notices: Notices
  readonly capabilities: () => Capabilities | null
  /** A document was written to its file. */
  readonly onSaved: (document: OpenDocument, ref: FileRef) => void
}

/** The key of the notice that tells why a document was not saved. */
export const saveKey = (document: OpenDocument) => `save ${document.id}`

/** Another try at the same place would end the same way. */
const elsewhereOnly: readonly HostErrorCode[] = ['file.not-allowed', 'file.not-a-file', 'file.too-large', 'host.unable']

/** Saves a document, one save after the other. What goes wrong is told with what can be done about it. */
export function createSaving({ host, dialogs, notices, capabilities, onSaved }: SaveEnvironment) {
  const turns = new WeakMap<OpenDocument, Promise<unknown>>()

  const actionsFor = (document: OpenDocument, code: HostErrorCode, place: SavePlace): NoticeAction[] => {
    const { session } = document
    const saveAs: NoticeAction = { label: 'saveAs', run: () => session.save('another') }
    if (code === 'file.changed') {
      const overwrite: NoticeAction = { label: 'overwrite', run: () => session.save('overwrite') }
      return [overwrite, { label: 'reload', run: () => reload(document) }, saveAs]
    }
    if (elsewhereOnly.includes(code)) return [saveAs]
    return place === 'another' ? [{ label: 'retry', run: saveAs.run }] : [{ label: 'retry', run: () => session.save(place) }, saveAs]
  }

  /** Takes the file's text instead of the one here; that is a step that can be undone. */
  const reload = async (document: OpenDocument): Promise<void> => {
    try {
      await document.reload()
      notices.dismiss(saveKey(document))
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      notices.fail(saveKey(document), error, [{ label: 'retry', run: () => reload(document) }])
    }
  }

  const write = async (document: OpenDocument, text: string, place: SavePlace): Promise<FileRef | null> => {
    const { ref } = document.getSnapshot()
    if (ref === null || place === 'another') return writeElsewhere(document, text)
    const written = { document: document.journalName(), ref, text, force: place === 'overwrite' }
    try {
      return (await host.call('document.save', written)).ref
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'file.unwritable') throw error
      return writeElsewhere(document, text, true)
    }
  }

  /** Asks for another place; `isRefused`: the file itself may not be written, which is why. */
  const writeElsewhere = async (document: OpenDocument, text: string, isRefused = false): Promise<FileRef | null> => {
    const { name, ref } = document.getSnapshot()
    if (isRefused) notices.remark(saveKey(document), { name: 'readOnly', values: { name } }, { isPassing: false })
    const written = { document: document.journalName(), text }
    const { hasDialogs, folders } = capabilities() ?? { hasDialogs: false, folders: null }
    if (hasDialogs) return (await host.call('document.saveAs', { ...written, suggestedName: name }))?.ref ?? null
    if (folders?.length === 0) {
      downloadText(name, text)
      notices.remark(saveKey(document), { name: 'downloaded', values: { name } }, { isPassing: false })
      return null
    }
    let proposed: DialogInput['saveAs'] = {
      name,
      folder: ref === null ? undefined : folderOf(ref.path),
      ...(isRefused && { refused: name }),
    }
    for (;;) {
      const answer = await dialogs.ask('saveAs', proposed)
      if (answer === null) return null
      const { path } = answer
      try {
        return (await host.call('document.saveAs', { ...written, path }))?.ref ?? null
      } catch (error) {
        if (!(error instanceof HostError) || error.code !== 'file.exists') throw error
        if (await dialogs.ask('overwrite', { path }))
          return (await host.call('document.saveAs', { ...written, path, overwrite: true }))?.ref ?? null
      }
      proposed = { name: nameOf(path), folder: folderOf(path) }
    }
  }

  const save = async (document: OpenDocument, { text }: ModelFile, place: SavePlace): Promise<{ path: string } | undefined> => {
    try {
      const ref = await write(document, text, place)
      if (ref === null) return undefined
      document.saved(ref, text)
      notices.dismiss(saveKey(document))
      onSaved(document, ref)
      return { path: ref.path }
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      notices.fail(saveKey(document), error, actionsFor(document, error.code, place))
      return undefined
    }
  }

  const saveInTurn = (document: OpenDocument, file: ModelFile, place: SavePlace): Promise<{ path: string } | undefined> => {
    const own = (turns.get(document) ?? Promise.resolve()).then(() => save(document, file, place))
    turns.set(
      document,
      own.catch(() => undefined),
    )
    return own
  }

  return { reload, save: saveInTurn }
}

const folderOf = (path: string) => path.slice(0, Math.max(1, path.length - nameOf(path).length - 1))
const nameOf = (path: string) => path.split(/[\\/]/).at(-1)!
