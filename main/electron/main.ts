import { join } from 'node:path'
import { builtin } from '../../kernels'
import { startDesktop } from './desktop'

const programFolder = import.meta.dirname
// Not awaited: Electron is ready only once this module has run to its end.
void startDesktop({ library: builtin, programFolder, icon: join(programFolder, '../icons/icon.png') })
