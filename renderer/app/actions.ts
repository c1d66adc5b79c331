/** What the window can do, in one table: shortcuts, the File menu and the desktop app's menu all read it. */
import type { AppCommand } from '../../main/contract/host'
import type { OpenDocument } from '../documents/document'
import type { AppModel } from './app-model'

export interface Action {
  readonly id: AppCommand | 'revert' | 'preview' | 'cancelPreview'
  /** As tinykeys writes them; the first is shown. */
  readonly shortcuts: readonly string[]
  readonly isEnabled: (app: AppModel, document: OpenDocument | undefined) => boolean
  readonly run: (app: AppModel, document: OpenDocument) => unknown
}

const always = () => true
const withDocument = (_: AppModel, document: OpenDocument | undefined) => document !== undefined
const isUnsaved = (document: OpenDocument) => document.session.getSnapshot().isDirty
const hasFile = (document: OpenDocument) => document.getSnapshot().ref !== null

/** Their names are under `action` in the locales. */
export const actions: readonly Action[] = [
  { id: 'new', shortcuts: ['Alt+KeyN'], isEnabled: always, run: ({ workspace }) => workspace.activate(null) },
  { id: 'open', shortcuts: ['$mod+o'], isEnabled: always, run: (app) => app.chooseAndOpen() },
  {
    id: 'save',
    shortcuts: ['$mod+s'],
    isEnabled: withDocument,
    // A file that holds this already is left alone.
    run: (_, document) => (isUnsaved(document) || !hasFile(document) ? document.session.save() : undefined),
  },
  { id: 'saveAs', shortcuts: ['$mod+Shift+s'], isEnabled: withDocument, run: (_, document) => document.session.save('another') },
  {
    id: 'saveAll',
    shortcuts: ['$mod+Alt+KeyS'],
    isEnabled: ({ workspace }) => workspace.getSnapshot().documents.some(isUnsaved),
    async run({ workspace }) {
      for (const document of workspace.getSnapshot().documents.filter(isUnsaved)) await document.session.save()
    },
  },
  {
    id: 'revert',
    shortcuts: [],
    isEnabled: (_, document) => document !== undefined && isUnsaved(document) && hasFile(document),
    run: (app, document) => app.revert(document),
  },
  { id: 'export', shortcuts: ['$mod+e'], isEnabled: withDocument, run: ({ dialogs }) => dialogs.ask('export', {}) },
  { id: 'closeTab', shortcuts: ['Alt+KeyW'], isEnabled: withDocument, run: (app, document) => app.close(document) },
  {
    id: 'undo',
    shortcuts: ['$mod+z'],
    isEnabled: (_, document) => document?.session.getSnapshot().undoLabel !== undefined,
    run: (_, { session }) => session.undo(),
  },
  {
    id: 'redo',
    shortcuts: ['$mod+Shift+z', '$mod+y'],
    isEnabled: (_, document) => document?.session.getSnapshot().redoLabel !== undefined,
    run: (_, { session }) => session.redo(),
  },
  {
    id: 'preview',
    shortcuts: ['$mod+Enter'],
    isEnabled: withDocument,
    run({ panels, previews }, { session }) {
      panels.show('preview')
      return previews.of(session).run()
    },
  },
  {
    id: 'cancelPreview',
    shortcuts: ['$mod+.'],
    isEnabled: ({ previews }, document) => document !== undefined && previews.of(document.session).getSnapshot().isRunning,
    run: ({ previews }, { session }) => previews.of(session).cancel(),
  },
  { id: 'settings', shortcuts: ['$mod+,'], isEnabled: always, run: ({ dialogs }) => dialogs.ask('settings', {}) },
]

export type ActionId = Action['id']

/** Does an action, where it can be done now. */
export function runAction(app: AppModel, id: ActionId): void {
  const { isEnabled, run } = actions.find((action) => action.id === id)!
  const document = app.workspace.active()
  // Those that are enabled without a document do not look at it.
  if (app.dialogs.getSnapshot() === null && isEnabled(app, document)) void run(app, document!)
}
