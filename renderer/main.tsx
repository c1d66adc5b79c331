/** The page: hands the built-in library and the line to the host to the app. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { builtin } from '../kernels'
import { createAnalyst } from './analyst/analyst'
import { App } from './app/App'
import { createAppModel } from './app/app-model'
import { pickLine } from './app/connect'
import { createConnection } from './app/connection'
import { createI18n } from './app/i18n'
import { reopened } from './app/find-templates'
import { followSettings } from './app/look'
import { tellBugs } from './app/tell-bugs'
import { templates } from './app/templates'
import AnalystWorker from './workers/analyst?worker'
import './app/theme.css'

const i18n = createI18n(navigator.language)
const analyst = createAnalyst(() => new AnalystWorker())
const app = createAppModel({
  connection: createConnection(pickLine(window)),
  library: builtin,
  analyst,
  template: (id, name) => reopened(id, name, templates),
  locks: navigator.locks,
  storage: sessionStorage,
})
tellBugs(window, app.notices)
followSettings(window, app.settings, i18n)

// Not before the settings: the window would flash in another theme and language.
await app.settings.ready
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <App app={app} templates={templates} />
    </I18nextProvider>
  </StrictMode>,
)
