/** Serves Graft until it is killed. Its arguments are the data folder, the page's folder and the files' folder; it prints an address to start at. */
import { builtin } from '../../kernels'
import { serveWeb } from '../../main/web/serve'

const [dataFolder, rendererFolder, files] = process.argv.slice(2) as [string, string, string]
const server = await serveWeb({ version: '0.0.0', port: 0, dataFolder, library: builtin, rendererFolder, paths: [files] })
console.log(server.newStartUrl())
