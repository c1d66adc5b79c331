import { focusNextPanel } from '../../panels/focus'
import type { AppModel } from '../app-model'
import { actionsOf, anytime, onModel, onRows } from './action'

const hasTabs = ({ workspace }: AppModel) => workspace.getSnapshot().tabs.length > 0

/** What the window shows. */
export const viewActions = actionsOf('view', {
  tidy: onModel({
    keys: ['Shift+t'],
    when: 'canvas',
    isEnabled: (_, { session }) => session.getSnapshot().layout.nodes.some(({ isMoved }) => isMoved),
    run: (_, { session }) => session.tidy(),
  }),
  minimap: onModel({
    keys: ['Shift+m'],
    when: 'canvas',
    run: ({ settings }) => settings.set({ minimap: settings.getSnapshot().minimap !== true }),
  }),
  openInside: onRows({
    keys: ['i'],
    isEnabled: (_, rows) => rows.length === 1,
    run(session, [i], { insides, panels }) {
      panels.show('canvas')
      insides.of(session).open(session.getSnapshot().document.rows[i!]!.id)
    },
  }),
  nextPanel: onModel({ keys: ['F6'], run: ({ panels }) => focusNextPanel(document, panels.visible(), 1) }),
  previousPanel: onModel({ keys: ['Shift+F6'], run: ({ panels }) => focusNextPanel(document, panels.visible(), -1) }),
  nextModel: anytime({ keys: ['Alt+PageDown'], isEnabled: hasTabs, run: ({ workspace }) => workspace.activateNext(1) }),
  previousModel: anytime({ keys: ['Alt+PageUp'], isEnabled: hasTabs, run: ({ workspace }) => workspace.activateNext(-1) }),
  resetPanels: onModel({ run: ({ panels }) => panels.reset() }),
})
