import type { ModelText } from '../analyst/question'
import type { AppModel } from '../app/app-model'

/** Asks for a model file to compare with, as opening one does; null where the user thinks better of it. Rejects with HostError. */
export async function chooseModel({ connection, dialogs }: Pick<AppModel, 'connection' | 'dialogs'>): Promise<ModelText | null> {
  const hasDialogs = connection.getSnapshot().capabilities?.hasDialogs
  const chosen = hasDialogs ? await connection.call('file.choose', { what: 'openable' }) : await dialogs.ask('open', { isModel: true })
  if (chosen === null) return null
  if ('file' in chosen) return { name: chosen.file.name, text: await chosen.file.text() }
  const { name, text } = await connection.call('document.open', { path: chosen.path })
  return { name, text }
}
