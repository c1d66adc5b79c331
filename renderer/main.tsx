/** The page: hands the built-in library and a host to the app. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { builtin } from '../kernels'
import { App } from './app/App'
import { createI18n } from './app/i18n'
import { createMemoryHost } from './app/memory-host'
import { templates } from './app/templates'
import { createWorkspace } from './app/workspace'
import './app/theme.css'

const i18n = createI18n(navigator.language)
const workspace = createWorkspace({ host: createMemoryHost(), library: builtin })

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <App workspace={workspace} templates={templates} />
    </I18nextProvider>
  </StrictMode>,
)
