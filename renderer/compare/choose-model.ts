import type { ModelText } from '../analyst/question'
import type { AppModel } from '../app/app-model'

/** Asks for a model file to compare with, as opening one does; null where the user thinks better of it. Rejects with HostError. */
export async function chooseModel({ connection, dialogs }: Pick<AppModel, 'connection' | 'dialogs'>): Promise<ModelText | null> {
  const read = async (path: string | undefined) => {
    const file = await connection.call('document.open', { path })
    return file === null ? null : { name: file.name, text: file.text }
  }
  if (connection.getSnapshot().capabilities?.hasDialogs) return read(undefined)
  const chosen = await dialogs.ask('open', {})
  return chosen === null ? null : 'path' in chosen ? read(chosen.path) : chosen
}
