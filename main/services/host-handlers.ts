/** A function for every call of the contract, for one window. */
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FileRef, host as contract } from '../contract/host'
import { HostError, fromSystemError } from '../contract/host-error'
import type { Handlers, Server } from '../contract/server'
import { type Services, limitMemory } from './host'
import { createCheckpointHandlers } from './checkpoints/checkpoint-handlers'
import { exportHandler } from './export/export-handler'
import { openTextFile, saveTextFile } from './files/text-file'
import { type FileWatch, watchFile } from './files/watch-file'
import { drawHandler } from './inference/results/draw-handler'
import { createPreview } from './inference/preview-handlers'

/** One window. */
export interface Connection {
  server: Server<typeof contract>
  /** By path. */
  readonly watches: Map<string, FileWatch>
  /** The documents that are open in it, as far as their journals are concerned. */
  readonly documents: Set<string>
  /** What is done when the window is gone. */
  readonly farewells: (() => Promise<void>)[]
}

const nothing = {}

export function createHandlers(services: Services, own: Connection): Handlers<typeof contract> {
  const { access, attempt, bulk, capabilities, clock, connections, dialogs, journal, notices, recent, settings, showInFolder } = services

  /** A recent file is one the user opened before. */
  const check = async (path: string) => {
    try {
      return await access.check(path)
    } catch (error) {
      if (!(await recent.list().catch(() => [])).some((file) => file.path === path)) throw error
      await access.grant(path)
      return path
    }
  }
  const chosen = async (path: string | null) => {
    if (path !== null) await access.grant(path)
    return path
  }
  const askFor = (what: 'open' | 'save') => {
    if (dialogs === null) throw new HostError('host.unable', `This host has no dialog to ${what} a file with.`)
    return dialogs
  }
  const afterSave = async (document: string | undefined, ref: FileRef, text: string) => {
    own.watches.get(ref.path)?.expect(ref.version)
    if (document !== undefined) {
      await attempt('journal', () => journal.saved(document, { name: basename(ref.path), ...ref }, text))
    }
    return { ref, savedAt: clock.now() }
  }
  const isOpenElsewhere = (document: string) => [...connections].some((other) => other !== own && other.documents.has(document))
  const refuseOpenElsewhere = (document: string) => {
    if (isOpenElsewhere(document)) throw new HostError('journal.missing', 'The document is open in another window.')
  }

  const preview = createPreview(services, { check, chosen })
  const checkpoints = createCheckpointHandlers(services, { check, chosen })
  own.farewells.push(preview.close, checkpoints.close)

  return {
    capabilities: () => capabilities,

    async 'document.open'({ path }) {
      const wanted = await check(path)
      const opened = await openTextFile(wanted)
      await attempt('recent', () => recent.add(wanted))
      return opened
    },

    async 'document.save'({ document, ref, text, force }) {
      const path = await check(ref.path)
      return afterSave(document, await saveTextFile(path, text, { expected: force ? undefined : ref.version }), text)
    },

    async 'document.saveAs'({ document, path, suggestedName, text, overwrite }) {
      const wanted = path === undefined ? await chosen(await askFor('save').save(suggestedName ?? 'model.yaml')) : await check(path)
      if (wanted === null) return null
      const isAgreed = overwrite === true || path === undefined
      const ref = await saveTextFile(wanted, text, { expected: isAgreed ? undefined : null })
      await attempt('recent', () => recent.add(wanted))
      return { ...(await afterSave(document, ref, text)), name: basename(wanted) }
    },

    async 'document.close'({ document, path }) {
      if (path !== undefined) {
        own.watches.get(path)?.close()
        own.watches.delete(path)
      }
      own.documents.delete(document)
      if (!isOpenElsewhere(document)) await journal.discard(document)
      return nothing
    },

    async 'document.watch'({ ref }) {
      const path = await check(ref.path)
      own.watches.get(ref.path)?.close()
      own.watches.set(
        ref.path,
        watchFile(path, ref.version, (version) => own.server.emit('document.changedOnDisk', { path: ref.path, version })),
      )
      return nothing
    },

    async 'folder.list'({ path }) {
      if (path === undefined) {
        return { entries: (access.folders ?? []).map((folder) => ({ path: folder, name: basename(folder) || folder, isFolder: true })) }
      }
      return { entries: await listFolder(await access.check(path)) }
    },

    async 'journal.list'() {
      const entries = await journal.list()
      return { entries: entries.filter(({ document }) => ![...connections].some((c) => c.documents.has(document))) }
    },
    async 'journal.restore'({ document }) {
      refuseOpenElsewhere(document)
      const { head, text, revision, changedAt } = await journal.restore(document)
      own.documents.add(document)
      return { document, ...head, changedAt, text, revision }
    },
    async 'journal.discard'({ document }) {
      refuseOpenElsewhere(document)
      own.documents.delete(document)
      await journal.discard(document)
      return nothing
    },
    async 'journal.record'({ document, ...change }) {
      // A window that lost its line and found a new one goes on under the same name.
      for (const other of connections) other.documents.delete(document)
      own.documents.add(document)
      return { kept: await journal.record(document, change) }
    },

    async 'file.choose'({ what }) {
      const asked = askFor('open')
      const path = await chosen(await (what === 'openable' ? asked.open() : asked.choose(what)))
      return path === null ? null : { path, name: basename(path) }
    },
    async 'file.showInFolder'({ path }) {
      if (showInFolder === null) throw new HostError('host.unable', 'This host has no file manager to show files in.')
      showInFolder(await check(path))
      return nothing
    },

    'export.write': exportHandler(services, { check, chosen }),
    ...checkpoints.handlers,
    ...preview.handlers,
    'preview.draw': drawHandler(services, { check, chosen }),

    'settings.get': async () => ({ settings: await settings.get(), notices: [...notices] }),
    async 'settings.set'({ settings: patch }) {
      const all = await settings.set(patch)
      limitMemory(services, all)
      for (const { server } of connections) server.emit('settings.changed', { settings: all })
      return { settings: all }
    },

    async 'recent.list'() {
      const files = (await recent.list()).map(async (file) => ({ ...file, isMissing: (await stat(file.path).catch(() => null)) === null }))
      return { files: await Promise.all(files) }
    },
    async 'recent.remove'({ path }) {
      await recent.remove(path)
      return nothing
    },
    async 'recent.clear'() {
      await recent.clear()
      return nothing
    },

    'bulk.receive': async ({ name, size }) => ({ handle: await bulk.receive(name, size) }),
    async 'bulk.discard'({ handle }) {
      await bulk.discard(handle)
      return nothing
    },
  }
}

/** What people open: model files, checkpoints, images. */
const known = /\.(ya?ml|pt|pth|safetensors|onnx|jpe?g|png|bmp|webp|tiff?)$/i

async function listFolder(folder: string) {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fromSystemError(error, folder)
  })
  const visible = names.filter((name) => !name.startsWith('.')).sort()
  const entries = await Promise.all(
    visible.slice(0, 5000).map(async (name) => {
      const path = join(folder, name)
      const isFolder = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      )
      return { path, name, isFolder }
    }),
  )
  return entries.filter(({ name, isFolder }) => isFolder || known.test(name))
}
