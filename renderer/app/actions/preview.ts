import { actionsOf, onModel } from './action'

/** Runs of the model. */
export const previewActions = actionsOf('preview', {
  preview: onModel({
    keys: ['$mod+Enter'],
    run({ panels, previews }, { session }) {
      panels.show('preview')
      return previews.of(session).run()
    },
  }),
  cancelPreview: onModel({
    keys: ['$mod+.'],
    isEnabled: ({ previews }, { session }) => previews.of(session).getSnapshot().isRunning,
    run: ({ previews }, { session }) => previews.of(session).cancel(),
  }),
})
