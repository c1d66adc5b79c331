/** The host: the services behind every call of the contract. Each face makes one, and gives it a port for each window. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Capabilities, type Notice, type Settings, host as contract } from '../contract/host'
import { fromSystemError } from '../contract/host-error'
import type { Library } from '../../graph-core/symbolic'
import type { Port } from '../contract/port'
import { type Server, serve } from '../contract/server'
import { type Clock, systemClock } from './clock'
import { type Connection, createHandlers } from './host-handlers'
import { type FileAccess, createFileAccess } from './files/access'
import { type Bulk, createBulk } from './files/bulk'
import { type Checkpoints, createCheckpoints } from './checkpoints/checkpoints'
import { type Inference, createInference } from './inference/inference'
import type { InferenceStarter } from './inference/process/inference-child'
import { type Journal, createJournal } from './journal/journal'
import { type JournalDisk, openJournalDisk } from './journal/journal-disk'
import { createJsonStore } from './settings/json-store'
import { type RecentFiles, createRecentFiles } from './settings/recent'
import { type SettingsService, createSettings, settingsMigrations } from './settings/settings'

/** Native dialogs; null where the user gave up. */
export interface Dialogs {
  /** A model file or a checkpoint. */
  open(): Promise<string | null>
  save(suggestedName: string): Promise<string | null>
  /** A model file, a checkpoint, an image, or a folder of images. */
  choose(what: 'model' | 'weights' | 'image' | 'folder'): Promise<string | null>
}

/** What a face brings. */
export interface HostOptions {
  readonly version: string
  /** Every block there is. */
  readonly library: Library
  /** Starts the process that runs models; without it previews are refused. */
  readonly inference?: InferenceStarter
  /** The built thread that reads checkpoints; default: the one beside this program. */
  readonly checkpointProgram?: string
  /** Where settings and journals lie; made when it is not there. */
  readonly dataFolder: string
  /** The folders whose files may be named; null: any. */
  readonly folders: readonly string[] | null
  /** Single files the user named; a window opens them when it starts. */
  readonly files?: readonly string[]
  readonly bulkUrl: string
  readonly dialogs?: Dialogs
  readonly showInFolder?: (path: string) => void
  readonly largestBulk?: number
  readonly clock?: Clock
  /** Instead of the one in the data folder. */
  readonly journalDisk?: JournalDisk
  readonly onBug?: (error: unknown, name: string) => void
}

/** What all windows share. */
export interface Services {
  readonly capabilities: Capabilities
  readonly library: Library
  readonly clock: Clock
  readonly access: FileAccess
  readonly bulk: Bulk
  readonly checkpoints: Checkpoints
  /** Null where the face brought no way to start it. */
  readonly inference: Inference | null
  readonly journal: Journal
  readonly settings: SettingsService
  readonly recent: RecentFiles
  readonly dialogs: Dialogs | null
  readonly showInFolder: ((path: string) => void) | null
  readonly notices: readonly Notice[]
  readonly connections: Set<Connection>
  /** What must not fail the call it belongs to: told, and gone on without. */
  readonly attempt: (name: string, run: () => Promise<unknown>) => Promise<void>
}

export interface Host {
  readonly bulk: Bulk
  readonly access: FileAccess
  /** Serves one window until its port closes. */
  connect(port: Port): Server<typeof contract>
  /** Puts every change on the disk and ends all connections. */
  close(): Promise<void>
}

/** What the user lets running models take. */
export function limitMemory({ inference }: Services, { inferenceMemory = 0 }: Settings): void {
  inference?.limitMemory(inferenceMemory === 0 ? undefined : inferenceMemory * 2 ** 20)
}

/** Starts the services. Throws HostError when the data folder cannot be used. */
export async function createHost(options: HostOptions): Promise<Host> {
  const { dataFolder, clock = systemClock, onBug } = options
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fromSystemError(error, dataFolder, 'write')
  })
  const notices: Notice[] = []
  const onNotice = (notice: Notice) => notices.push(notice)
  const storeOf = (name: string) => ({ path: join(dataFolder, name), clock, onNotice })
  const access = createFileAccess(options.folders)
  for (const file of options.files ?? []) await access.grant(file)
  const connections = new Set<Connection>()
  const onRestart = (reason: string) => {
    for (const { server } of connections) server.emit('preview.restarted', { reason })
  }
  const services: Services = {
    capabilities: {
      version: options.version,
      platform: process.platform,
      hasDialogs: options.dialogs !== undefined,
      canShowInFolder: options.showInFolder !== undefined,
      folders: access.folders === null ? null : [...access.folders],
      startFiles: (options.files ?? []).map((file) => resolve(file)),
      bulkUrl: options.bulkUrl,
    },
    library: options.library,
    clock,
    access,
    bulk: createBulk({ largest: options.largestBulk }),
    checkpoints: createCheckpoints(options.checkpointProgram),
    inference: options.inference === undefined ? null : createInference({ starter: options.inference, onRestart }),
    journal: await createJournal({ disk: options.journalDisk ?? (await openJournalDisk(join(dataFolder, 'journal'))), clock }),
    settings: createSettings(createJsonStore({ ...storeOf('settings.json'), migrations: settingsMigrations })),
    recent: createRecentFiles(createJsonStore(storeOf('recent.json')), clock),
    dialogs: options.dialogs ?? null,
    showInFolder: options.showInFolder ?? null,
    notices,
    connections,
    attempt: async (name, run) => {
      try {
        await run()
      } catch (error) {
        onBug?.(error, name)
      }
    },
  }
  limitMemory(services, await services.settings.get().catch(() => ({})))
  // Nobody waits for it; whoever asks next hears what is wrong.
  void services.inference?.devices().catch(() => undefined)
  return {
    bulk: services.bulk,
    access,
    connect(port) {
      const connection: Connection = { server: null!, watches: new Map(), documents: new Set(), farewells: [] }
      connection.server = serve(contract, createHandlers(services, connection), port, { onBug, word: services.bulk.named })
      services.connections.add(connection)
      connection.server.onClose(() => {
        services.connections.delete(connection)
        for (const watch of connection.watches.values()) watch.close()
        for (const farewell of connection.farewells) void services.attempt('close', farewell)
      })
      return connection.server
    },
    async close() {
      await services.journal.flush()
      for (const { server, watches } of [...services.connections]) {
        for (const watch of watches.values()) watch.close()
        server.close()
      }
      services.inference?.close()
      await services.checkpoints.close()
      await services.bulk.close()
    },
  }
}
