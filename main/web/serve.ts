/** `graft serve`: the host and its server, started together. */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Library } from '../../graph-core/symbolic'
import { HostError } from '../contract/host-error'
import { createHost } from '../services/host'
import type { InferenceStarter } from '../services/inference/process/inference-child'
import { type WebServer, bulkUrl, startWebServer } from './server'

export interface ServeWebOptions {
  readonly version: string
  readonly library: Library
  /** Starts the process that runs models: `forkStarter()`. */
  readonly inference?: InferenceStarter
  /** The built thread that reads checkpoints; default: the one beside this program. */
  readonly checkpointProgram?: string
  readonly port: number
  readonly hasIPv6?: boolean
  /** Where settings and journals lie. */
  readonly dataFolder: string
  readonly rendererFolder: string
  /** Files and folders the user named: all that may be opened, besides what was opened before. */
  readonly paths: readonly string[]
  readonly onBug?: (error: unknown, name: string) => void
}

/** Starts serving. Throws HostError. */
export async function serveWeb({ paths, onBug, ...options }: ServeWebOptions): Promise<WebServer> {
  const named = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null)
      if (found === null) throw new HostError('file.missing', `There is no file or folder ${path}.`)
      return { path: resolve(path), isFolder: found.isDirectory() }
    }),
  )
  const pathsOf = (isFolder: boolean) => named.filter((n) => n.isFolder === isFolder).map(({ path }) => path)
  const host = await createHost({ ...options, folders: pathsOf(true), files: pathsOf(false), bulkUrl, onBug })
  try {
    const server = await startWebServer({ ...options, bulk: host.bulk, connect: (port) => void host.connect(port), onBug })
    return {
      ...server,
      async close() {
        await host.close()
        await server.close()
      },
    }
  } catch (error) {
    await host.close()
    throw error
  }
}
