// A host behind `npm run dev`: the page that vite serves opens and saves real files, those of this checkout. Data lie in .cache/dev, apart from
// the user's own Graft; GRAFT_DATA names another place.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { WebSocketServer } from 'ws'

/** @typedef {import('vite').ViteDevServer} ViteDevServer */

const root = fileURLToPath(new URL('..', import.meta.url))
const program = `${root}dist/services/inference-process.js`
const bulkPath = '/bulk/'

/** @param {ViteDevServer} server */
async function startHost(server) {
  /** @param {string} path */
  const load = (path) => server.ssrLoadModule(`${root}${path}`)
  const { createHost } = /** @type {typeof import('../main/services/host.js')} */ (await load('main/services/host.ts'))
  const { forkStarter } = /** @type {typeof import('../main/services/inference/process/fork-starter.js')} */ (
    await load('main/services/inference/process/fork-starter.ts')
  )
  const { serveBulk } = /** @type {typeof import('../main/web/bulk-route.js')} */ (await load('main/web/bulk-route.ts'))
  const { createGuard } = /** @type {typeof import('../main/web/guard.js')} */ (await load('main/web/guard.ts'))
  const { socketPort } = /** @type {typeof import('../main/contract/socket-port.js')} */ (await load('main/contract/socket-port.ts'))
  const { builtin } = /** @type {typeof import('../kernels/index.js')} */ (await load('kernels/index.ts'))
  const host = await createHost({
    version: 'dev',
    dataFolder: process.env.GRAFT_DATA ?? `${root}.cache/dev`,
    folders: [root],
    bulkUrl: bulkPath,
    library: builtin,
    // Previews need the process that `npm run build` makes; without it they say so.
    ...(existsSync(program) ? { inference: forkStarter({ program }) } : {}),
    onBug: (error, name) => server.config.logger.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`),
  })
  return { host, guard: createGuard('graft_dev'), serveBulk, socketPort }
}

/** @returns {import('vite').Plugin} */
export function devHost() {
  return {
    name: 'graft:dev-host',
    apply: 'serve',
    configureServer(server) {
      /** @type {ReturnType<typeof startHost> | null} */
      let starting = null
      const started = () => (starting ??= startHost(server))
      const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
      const http = /** @type {import('node:http').Server | null} */ (server.httpServer)
      http?.on('upgrade', (request, socket, head) => {
        if (request.url !== '/rpc') return // vite's own
        started()
          .then(({ host, guard, socketPort }) => {
            // Pages of other sites are kept out here too: the host writes files.
            if (guard.refuseStranger(request, true)) return socket.destroy()
            sockets.handleUpgrade(request, socket, head, (connected) =>
              host.connect(
                socketPort(/** @type {import('../main/contract/socket-port.js').SocketLike} */ (/** @type {unknown} */ (connected))),
              ),
            )
          })
          .catch((error) => {
            server.config.logger.error(String(error))
            socket.destroy()
          })
      })
      server.middlewares.use(bulkPath, (request, response, next) => {
        started()
          .then(({ host, guard, serveBulk }) => {
            if (guard.refuseStranger(request, request.method !== 'GET')) return void response.writeHead(403).end()
            return serveBulk(host.bulk, (request.url ?? '').slice(1), request, response)
          })
          .catch(next)
      })
      http?.on('close', () => void starting?.then(({ host }) => host.close()))
    },
  }
}
