/** What the window can do, in one table: keys, menus, tooltips and the command palette all read it. A new action is a row of its theme's file. */
import type { AppCommand } from '../../../main/contract/host'
import type { AppModel } from '../app-model'
import type { Action } from './action'
import { editActions } from './edit'
import { canvasActions } from './canvas'
import { fileActions } from './file'
import { findActions } from './find'
import { helpActions } from './help'
import { previewActions } from './preview'
import { selectActions } from './select'
import { viewActions } from './view'

/** By id, in the order in which they are listed. */
export const actions = {
  ...fileActions,
  ...editActions,
  ...canvasActions,
  ...findActions,
  ...selectActions,
  ...viewActions,
  ...previewActions,
  ...helpActions,
} satisfies Record<AppCommand, Action>

export type ActionId = keyof typeof actions
export const actionIds = Object.keys(actions) as readonly ActionId[]

/** Whether an action can be done now. */
export const canRun = (app: AppModel, id: ActionId): boolean => actions[id].isEnabled(app, app.workspace.active())

/** Does an action, where it can be done now and no question is open. */
export function runAction(app: AppModel, id: ActionId): void {
  if (app.dialogs.getSnapshot() === null && canRun(app, id)) void actions[id].run(app, app.workspace.active())
}

export { type Action, type ActionCategory, type When, categories } from './action'
