import type { Preview } from '../../preview/preview'
import { chooseFolder, chooseImage, pasteImage } from '../../preview/sources/choose'
import { savePicture } from '../../preview/take/save-picture'
import type { AppModel } from '../app-model'
import { actionsOf, onModel } from './action'

/** To the next image, or to the one before. */
const stepping = (by: 1 | -1, keys: string) =>
  onModel({
    keys: [keys],
    when: 'preview',
    isEnabled: ({ previews }, { session }) => previews.of(session).getSnapshot().images.length > 1,
    run: ({ previews }, { session }) => previews.of(session).step(by),
  })

/** Takes an image from somewhere, and shows what is found on it. */
const taking = (take: (app: AppModel, preview: Preview) => unknown) =>
  onModel({
    run(app, { session }) {
      app.panels.show('preview')
      return take(app, app.previews.of(session))
    },
  })

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
  chooseImage: taking(chooseImage),
  imageFolder: taking(chooseFolder),
  pasteImage: taking(pasteImage),
  nextImage: stepping(1, ']'),
  previousImage: stepping(-1, '['),
  savePicture: onModel({
    isEnabled: ({ previews }, { session }) => previews.of(session).getSnapshot().ran !== null,
    run: (app, { session }) => savePicture(app, app.previews.of(session)),
  }),
})
