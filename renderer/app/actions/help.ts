import { commandKeys } from '../../../main/contract/command-keys'
import { actionsOf, anytime } from './action'

/** Graft itself. */
export const helpActions = actionsOf('help', {
  commands: anytime({ keys: ['$mod+k', '$mod+Shift+p'], run: ({ dialogs }) => dialogs.ask('commands', {}) }),
  keys: anytime({ keys: ['Shift+?'], when: 'outsideFields', run: ({ dialogs }) => dialogs.ask('keys', {}) }),
  shortcuts: anytime({ run: ({ dialogs }) => dialogs.ask('shortcuts', {}) }),
  settings: anytime({ keys: commandKeys.settings, run: ({ dialogs }) => dialogs.ask('settings', {}) }),
})
