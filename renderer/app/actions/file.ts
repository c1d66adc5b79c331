import { commandKeys } from '../../../main/contract/command-keys'
import type { OpenDocument } from '../../documents/document'
import { emptyModel } from '../../documents/empty-model'
import { actionsOf, anytime, onModel } from './action'

const isUnsaved = (document: OpenDocument) => document.session.getSnapshot().isDirty
const hasFile = (document: OpenDocument) => document.getSnapshot().ref !== null

/** Models as files. */
export const fileActions = actionsOf('file', {
  new: anytime({ keys: commandKeys.new, run: ({ workspace }) => workspace.activate(null) }),
  newEmpty: anytime({ run: (app) => app.openTemplate(emptyModel) }),
  open: anytime({ keys: commandKeys.open, run: (app) => app.chooseAndOpen() }),
  save: onModel({
    keys: commandKeys.save,
    // A file that holds this already is left alone.
    run: (_, document) => (isUnsaved(document) || !hasFile(document) ? document.session.save() : undefined),
  }),
  saveAs: onModel({ keys: commandKeys.saveAs, run: (_, { session }) => session.save('another') }),
  saveAll: anytime({
    keys: commandKeys.saveAll,
    isEnabled: ({ workspace }) => workspace.getSnapshot().documents.some(isUnsaved),
    async run({ workspace }) {
      for (const document of workspace.getSnapshot().documents.filter(isUnsaved)) await document.session.save()
    },
  }),
  revert: onModel({
    isEnabled: (_, document) => isUnsaved(document) && hasFile(document),
    run: (app, document) => app.revert(document),
  }),
  export: onModel({ keys: commandKeys.export, run: ({ dialogs }) => dialogs.ask('export', {}) }),
  closeTab: anytime({
    keys: commandKeys.closeTab,
    isEnabled: ({ workspace }) => workspace.getSnapshot().active !== null,
    run: ({ workspace, close }) => {
      const tab = workspace.activeTab()
      return tab && close(tab)
    },
  }),
})
