import { commandKeys } from '../../../main/contract/command-keys'
import { actionsOf, anytime } from './action'

/** Graft itself. */
export const helpActions = actionsOf('help', {
  settings: anytime({ keys: commandKeys.settings, run: ({ dialogs }) => dialogs.ask('settings', {}) }),
})
