import type { ModelText } from '../analyst/question'
import type { AppModel } from '../app/app-model'
import { isCheckpointName } from '../checkpoint/endings'

/** Asks for a model file to compare with, as opening one does; null where the user thinks better of it. Rejects with HostError. */
export async function chooseModel({
  connection,
  dialogs,
  notices,
}: Pick<AppModel, 'connection' | 'dialogs' | 'notices'>): Promise<ModelText | null> {
  const hasDialogs = connection.getSnapshot().capabilities?.hasDialogs
  const chosen = hasDialogs ? await connection.call('file.choose', { what: 'model' }) : await dialogs.ask('open', { isModel: true })
  if (chosen === null) return null
  // Every dialog can be made to show all files.
  const file = 'file' in chosen ? chosen.file.name : chosen.path
  if (isCheckpointName(file)) {
    notices.remark('baseline', { name: 'notAModel', values: { name: file.split(/[\\/]/).at(-1)! } })
    return null
  }
  if ('file' in chosen) return { name: file, text: await chosen.file.text() }
  const { name, text } = await connection.call('document.open', { path: chosen.path })
  return { name, text }
}
