// `npm run layout-report [-- words]`: how every template and recipe is pictured, or those whose name holds one of the words.
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'

ensureInstalled()
const { runnerImport } = await import('vite')

const root = fileURLToPath(new URL('..', import.meta.url))
/** @type {{ module: { reportLayouts(words: readonly string[]): boolean } }} */
const { module } = await runnerImport(fileURLToPath(new URL('../renderer/layout/tests/report.ts', import.meta.url)), {
  root,
  configFile: false,
  logLevel: 'warn',
})
process.exitCode = module.reportLayouts(process.argv.slice(2)) ? 0 : 1
