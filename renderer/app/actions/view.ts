import { focusNextPanel } from '../../panels/focus'
import { actionsOf, onModel } from './action'

/** What the window shows. */
export const viewActions = actionsOf('view', {
  tidy: onModel({
    keys: ['Shift+t'],
    when: 'canvas',
    isEnabled: (_, { session }) => session.getSnapshot().layout.nodes.some(({ isMoved }) => isMoved),
    run: (_, { session }) => session.tidy(),
  }),
  nextPanel: onModel({ keys: ['F6'], run: ({ panels }) => focusNextPanel(document, panels.visible(), 1) }),
  previousPanel: onModel({ keys: ['Shift+F6'], run: ({ panels }) => focusNextPanel(document, panels.visible(), -1) }),
  nextModel: onModel({ keys: ['Alt+PageDown'], run: ({ workspace }) => workspace.activateNext(1) }),
  previousModel: onModel({ keys: ['Alt+PageUp'], run: ({ workspace }) => workspace.activateNext(-1) }),
  resetPanels: onModel({ run: ({ panels }) => panels.reset() }),
})
