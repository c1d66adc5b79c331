// `npm run truth [-- words]`: compares every model and block we have PyTorch's answer for, or those whose name holds one of the words.
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'

ensureInstalled()
const { runnerImport } = await import('vite')

const root = fileURLToPath(new URL('..', import.meta.url))
/** @type {{ module: { compareAll(words: readonly string[]): Promise<boolean> } }} */
const { module } = await runnerImport(fileURLToPath(new URL('../tests/truth/main.ts', import.meta.url)), {
  root,
  configFile: false,
  logLevel: 'warn',
})
process.exitCode = (await module.compareAll(process.argv.slice(2))) ? 0 : 1
