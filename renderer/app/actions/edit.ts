import { commandKeys } from '../../../main/contract/command-keys'
import { actionsOf, onModel, onRows } from './action'

/** Changes of the model's rows. */
export const editActions = actionsOf('edit', {
  undo: onModel({
    keys: commandKeys.undo,
    when: 'fieldFirst',
    isEnabled: (_, { session }) => session.getSnapshot().undoLabel !== undefined,
    run: (_, { session }) => session.undo(),
  }),
  redo: onModel({
    keys: commandKeys.redo,
    when: 'fieldFirst',
    isEnabled: (_, { session }) => session.getSnapshot().redoLabel !== undefined,
    run: (_, { session }) => session.redo(),
  }),
  delete: onRows({
    keys: ['Delete', 'Backspace'],
    run: (session, rows) => session.remove(rows),
  }),
})
