/** Everything the window stands on, made once: the line to the host, the open documents, what is asked and told. */
import type { Library } from '../../graph-core/symbolic'
import type { Settings } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { OpenDocument, Opening } from '../documents/document'
import { createKeptDocuments } from '../documents/kept-documents'
import { createOpenTabs } from '../documents/open-tabs'
import { createSaving, saveKey } from '../documents/save-document'
import { type Tab, createWorkspace } from '../documents/workspace'
import type { Analyst } from '../analyst/analyst'
import { sendFile } from './bulk'
import type { Connection } from './connection'
import { createFeatureStores } from '../features/feature-stores'
import { createFinds } from '../find/find'
import { createInsides } from '../inside/insides'
import { createDialogs } from './dialogs/dialogs'
import { standInLine } from './first-window'
import { createNotices } from './notices/notices'
import { createCanvasWishes } from '../canvas/wishes'
import { type OpenCheckpoint } from '../checkpoint/checkpoint'
import { createCheckpoints } from '../checkpoint/checkpoints'
import { isCheckpointName } from '../checkpoint/endings'
import { createPanelLayout } from '../panels/layout'
import { createPreviews } from '../preview/previews'
import { createProfiles } from '../profile/profiles'
import { createScaleReader } from '../summary/scale-reader'
import { createPictures } from './pictures'
import { createRecentFiles } from './recent-files'
import { createSettingsStore } from './settings'

export type AppModel = ReturnType<typeof createAppModel>

export interface AppParts {
  readonly connection: Connection
  readonly library: Library
  readonly analyst: Analyst
  /** A template by its id, under the name it had. */
  readonly template: (id: string, name: string) => Opening | undefined
  readonly locks: LockManager
  /** Of this window alone. */
  readonly storage: Storage
}

export function createAppModel({ connection, library, analyst, template, locks, storage }: AppParts) {
  const notices = createNotices()
  const dialogs = createDialogs()
  const settings = createSettingsStore(connection, notices)
  const recent = createRecentFiles(connection, notices)
  const pictures = createPictures(analyst)
  const previews = createPreviews(connection, settings)
  const profiles = createProfiles(connection, previews)
  const features = createFeatureStores(connection, previews)
  const finds = createFinds()
  const insides = createInsides()
  const scales = createScaleReader(analyst)
  const panels = createPanelLayout({
    read: () => settings.getSnapshot().panels,
    // What is written is plain data; its types are dockview's.
    write: (layout) => settings.set({ panels: layout as Settings['panels'] }),
  })
  connection.on('preview.restarted', ({ reason }) => notices.remark('preview', { name: 'previewRestarted', values: { reason } }))
  const { save, reload } = createSaving({
    host: connection,
    dialogs,
    notices,
    capabilities: () => connection.getSnapshot().capabilities,
    onSaved(document, ref) {
      void recent.refresh()
      // Other documents of the file in this window hear of it as those in other windows do.
      for (const other of workspace.ofFile(ref.path)) if (other !== document) void other.diskChanged(ref.version)
    },
  })
  const workspace = createWorkspace({
    host: connection,
    library,
    defaults: settings.getSnapshot,
    save,
    onReloaded(document) {
      const undo = { label: 'undo', run: () => document.session.undo() } as const
      notices.remark(`disk ${document.id}`, { name: 'reloaded', values: { name: document.getSnapshot().name } }, { actions: [undo] })
    },
    onTrouble(document, what, error) {
      const key = `${what} ${document.id}`
      if (error === null) notices.dismiss(key)
      else notices.fail(key, error, what === 'reload' ? [{ label: 'retry', run: () => reload(document) }] : [])
    },
  })
  const checkpoints = createCheckpoints(connection, workspace)
  const openCheckpointFile = (file: File): void =>
    checkpoints.openFile(file, async (each, signal) => {
      const { capabilities } = connection.getSnapshot()
      if (capabilities === null) throw new HostError('host.disconnected', 'Graft has no connection to its host yet.')
      return sendFile(connection, capabilities, each, signal)
    })
  const open = (opening: Opening): OpenDocument => {
    const former = workspace.getSnapshot().documents.find((document) => isSpare(document, opening))
    const document = workspace.open(opening)
    if (former !== undefined) {
      workspace.remove(former)
      void former.close(true)
    }
    return document
  }
  const kept = createKeptDocuments(connection, notices, open)

  /** Tells of changes of its file that another window left. */
  const offerKept = (document: OpenDocument) => {
    const { ref, name } = document.getSnapshot()
    const entry = kept.getSnapshot().find(({ path }) => path !== null && path === ref?.path)
    if (entry === undefined) return
    const restore = { label: 'restore', run: () => kept.restore(entry) } as const
    notices.remark(`kept ${entry.document}`, { name: 'hasJournal', values: { name } }, { actions: [restore], isPassing: false })
  }
  const tabs = createOpenTabs({
    host: connection,
    workspace,
    checkpoints,
    kept,
    storage,
    settings,
    template,
    onOpened: offerKept,
    onLost: (names) => notices.remark('tabs', { name: 'tabsGone', values: { names: names.join(', ') } }, { isPassing: false }),
  })

  /** A file by its path, once: a second time its tab is shown. */
  const openPath = async (path: string): Promise<void> => {
    if (isCheckpointName(path)) return checkpoints.openPath(path)
    const key = `open ${path}`
    const [there] = workspace.ofFile(path)
    if (there !== undefined) return workspace.activate(there.id)
    try {
      const file = await connection.call('document.open', { path })
      notices.dismiss(key)
      const [same] = workspace.ofFile(file.ref.path)
      if (same !== undefined) return workspace.activate(same.id)
      offerKept(open(file))
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      notices.fail(key, error, [{ label: 'retry', run: () => openPath(path) }])
    } finally {
      void recent.refresh()
    }
  }

  const openFile = async (file: File): Promise<void> => {
    if (isCheckpointName(file.name)) openCheckpointFile(file)
    else open({ name: file.name, text: await file.text() })
  }
  /** Asks with the host's dialog. */
  const chooseOpenable = async (): Promise<{ readonly path: string } | null> => {
    try {
      return await connection.call('file.choose', { what: 'openable' })
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      notices.fail('open', error)
      return null
    }
  }

  connection.on('app.openFiles', ({ paths }) => void openAll(paths))
  const openAll = async (paths: readonly string[]) => {
    for (const path of paths) await openPath(path)
  }
  let isStarted = false
  connection.onOpen(() => {
    if (isStarted) return
    isStarted = true
    void begin(connection.getSnapshot().capabilities?.startFiles ?? [])
  })
  const begin = async (files: readonly string[]) => {
    await settings.ready
    const turn = await standInLine(locks)
    await tabs.reopen(turn)
    await openAll(files)
    tabs.remember(turn)
  }

  /** Closes a tab; asks first where something would be lost. False where the user thinks better of it. */
  const close = async (tab: Tab): Promise<boolean> => {
    if (tab.kind === 'model') return closeModel(tab)
    workspace.remove(tab)
    await tab.close()
    return true
  }
  const closeModel = async (document: OpenDocument): Promise<boolean> => {
    if (document.session.getSnapshot().isDirty) {
      workspace.activate(document.id)
      const answer = await dialogs.ask('close', { name: document.getSnapshot().name })
      if (answer === null || (answer === 'save' && !(await document.session.save()))) return false
    }
    const { ref } = document.getSnapshot()
    workspace.remove(document)
    for (const what of ['save', 'disk', 'reload', 'journal']) notices.dismiss(`${what} ${document.id}`)
    await document.close(ref !== null && workspace.ofFile(ref.path).length > 0).catch((error: unknown) => {
      // Without a line its journal stays, and is offered when there is one again.
      if (!(error instanceof HostError)) throw error
      if (error.code !== 'host.disconnected') notices.fail('close', error)
    })
    return true
  }

  return {
    connection,
    analyst,
    pictures,
    notices,
    dialogs,
    settings,
    recent,
    previews,
    profiles,
    features,
    finds,
    insides,
    scales,
    panels,
    canvas: createCanvasWishes(),
    kept,
    workspace,
    reload,
    openPath,
    /** Takes what another program wrote, as one step that can be undone. */
    takeTheirs: (document: OpenDocument): void => {
      document.takeTheirs()
      notices.dismiss(saveKey(document))
    },
    /** Stays with what is here; saving it then is agreed to. */
    keepMine: (document: OpenDocument): void => {
      document.keepMine()
      notices.dismiss(saveKey(document))
    },
    /** A file that has no place here, but on the user's own machine. */
    openFile,
    /** A checkpoint's own model, as a new document that is looked at with the checkpoint's weights. */
    openModelOf(this: void, checkpoint: OpenCheckpoint, text: string): void {
      const source = checkpoint.lend()
      const { session } = open({ name: `${checkpoint.name.replace(/\.[^.]+$/, '')}.yaml`, text })
      if (source !== null) previews.of(session).setWeights({ name: checkpoint.name, source })
    },
    openTemplate: (opening: Opening): void => void open(opening),
    /** Opens such a text beside the model it was made of, with what is different before the user. */
    openCompared(model: Opening, stock: Opening): void {
      open(model).session.setBaseline(stock)
      panels.show('compare')
    },
    /** Asks what to open. */
    chooseAndOpen: async (): Promise<void> => {
      const chosen = connection.getSnapshot().capabilities?.hasDialogs ? await chooseOpenable() : await dialogs.ask('open', {})
      if (chosen === null) return
      if ('path' in chosen) await openPath(chosen.path)
      else await openFile(chosen.file)
    },
    close,
    /** Closes one after the other, until the user thinks better of it. */
    closeAll: async (tabs: readonly Tab[]): Promise<void> => {
      for (const tab of tabs) if (!(await close(tab))) return
    },
    /** Goes back to what was saved; that is a step that can be undone. */
    revert: async (document: OpenDocument): Promise<void> => {
      if (await dialogs.ask('revert', { name: document.getSnapshot().name })) await reload(document)
    },
  }
}

/** The unchanged tab of the file whose changes are being restored: the restored one takes its place. */
function isSpare(document: OpenDocument, { restored, ref }: Opening): boolean {
  return (
    restored !== undefined && ref?.path === document.getSnapshot().ref?.path && ref !== undefined && !document.session.getSnapshot().isDirty
  )
}
