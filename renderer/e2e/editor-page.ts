/** One editor over one session and nothing else, for stories that look at the text byte by byte. */
import { builtin } from '../../kernels'
import '../app/theme.css'
import { createI18n } from '../app/i18n'
import { createSession } from '../session'
import '../text/colours.css'
import { monaco } from '../text/monaco'
import { mountEditor } from '../text/mount-editor'

/** Fills the page with an editor of this text, in a language of the interface. */
export function openEditor(text: string, language = 'en') {
  const session = createSession({ host: { save: async () => undefined }, library: builtin })
  session.open(text, 'yolov8n.yaml')
  const element = document.body.appendChild(document.createElement('div'))
  element.style.cssText = 'position: fixed; inset: 0'
  const editor = mountEditor(element, session, createI18n(language))
  const model = monaco.editor.getModels().at(-1)!
  const close = () => {
    editor.dispose()
    element.remove()
  }
  return { session, editor, shown: () => model.getValue(), close }
}
