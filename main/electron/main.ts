import { join } from 'node:path'
import { app, dialog } from 'electron'
import { builtin } from '../../kernels'
import { startDesktop } from './desktop'

const programFolder = import.meta.dirname
// Not awaited: Electron is ready only once this module has run to its end.
startDesktop({ library: builtin, programFolder, icon: join(programFolder, '../icons/icon.png') }).catch((error: unknown) => {
  dialog.showErrorBox('Graft', error instanceof Error ? error.message : String(error))
  app.exit(1)
})
