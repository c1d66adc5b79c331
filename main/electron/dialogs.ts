import { type BrowserWindow, type FileFilter, dialog } from 'electron'
import type { Dialogs } from '../services/host'
import { imageExtensions } from '../services/inference/images/image-files'
import type { Texts } from './texts'

const checkpointEndings = ['pt', 'pth', 'safetensors', 'onnx'] as const

/** The system's own dialogs, on the window that is there. */
export function nativeDialogs(window: () => BrowserWindow | null, texts: () => Texts): Dialogs {
  const t: Texts = (key) => texts()(key)
  const models = (): FileFilter => ({ name: t('desktop.models'), extensions: ['yaml', 'yml'] })
  const checkpoints = (): FileFilter => ({ name: t('desktop.weights'), extensions: [...checkpointEndings] })
  const images = (): FileFilter => ({ name: t('desktop.images'), extensions: [...imageExtensions] })
  const all = (): FileFilter => ({ name: t('desktop.allFiles'), extensions: ['*'] })
  const ask = async (filters: FileFilter[], what: 'openFile' | 'openDirectory' = 'openFile') => {
    const [owner, options] = [window(), { properties: [what], filters }]
    const { canceled, filePaths } = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options))
    return canceled ? null : (filePaths[0] ?? null)
  }
  return {
    open: () => ask([{ name: t('desktop.openable'), extensions: ['yaml', 'yml', ...checkpointEndings] }, models(), checkpoints(), all()]),
    choose: (what) =>
      what === 'folder' ? ask([], 'openDirectory') : ask([{ model: models, weights: checkpoints, image: images }[what](), all()]),
    async save(suggestedName) {
      const extension = /\.([A-Za-z0-9]+)$/.exec(suggestedName)?.[1]
      const filters =
        extension === undefined || /^ya?ml$/.test(extension) ? [models(), all()] : [{ name: extension, extensions: [extension] }, all()]
      const [owner, options] = [window(), { defaultPath: suggestedName, filters }]
      const { canceled, filePath } = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options))
      return canceled || filePath === '' ? null : filePath
    },
  }
}
