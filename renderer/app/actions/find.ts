import { actionsOf, onModel } from './action'

/** Looking for rows, and replacing in them. The text editor, where it has the keyboard, looks in its own way. */
export const findActions = actionsOf('edit', {
  find: onModel({ keys: ['$mod+f'], when: 'fieldFirst', run: ({ finds }, { session }) => finds.of(session).open() }),
  replace: onModel({
    keys: ['$mod+h'],
    when: 'fieldFirst',
    run: ({ finds }, { session }) => finds.of(session).open({ isReplacing: true }),
  }),
  findNext: onModel({ keys: ['F3'], when: 'fieldFirst', run: ({ finds }, { session }) => finds.of(session).step(1) }),
  findPrevious: onModel({ keys: ['Shift+F3'], when: 'fieldFirst', run: ({ finds }, { session }) => finds.of(session).step(-1) }),
  selectMatches: onModel({
    keys: ['Alt+Enter'],
    when: 'fieldFirst',
    isEnabled: ({ finds }, { session }) => finds.of(session).matches().length > 0,
    run: ({ finds }, { session }) => finds.of(session).selectAll(),
  }),
})
