/** The open models and checkpoints as the next start finds them again: which, in what order, and which of them was looked at. */
import { type OpenTab, type OpenTabs, type Settings, openTabs } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { OpenCheckpoint } from '../checkpoint/checkpoint'
import type { Checkpoints } from '../checkpoint/checkpoints'
import type { OpenDocument, Opening } from './document'
import type { Turn } from '../app/first-window'
import type { DocumentHost } from './host'
import type { KeptDocuments } from './kept-documents'
import { readJournal } from './document'
import type { Tab, Workspace } from './workspace'

export interface TabsEnvironment {
  readonly host: DocumentHost
  readonly workspace: Workspace
  readonly checkpoints: Pick<Checkpoints, 'openBehind'>
  readonly kept: KeptDocuments
  /** Of this window alone: it holds while the window is loaded again. */
  readonly storage: Storage
  readonly settings: { getSnapshot(): Settings; set(patch: Settings): void; subscribe(listener: () => void): () => void }
  /** A template as it is opened; undefined: there is none of that name any more. */
  readonly template: (id: string, name: string) => Opening | undefined
  /** These could not be opened again. */
  readonly onLost: (names: readonly string[]) => void
  /** A file was opened again whose changes another window left. */
  readonly onOpened: (document: OpenDocument) => void
}

/** Remembers what is open, and opens what was. */
export function createOpenTabs({ host, workspace, checkpoints, kept, storage, settings, template, onLost, onOpened }: TabsEnvironment) {
  const isWanted = () => settings.getSnapshot().reopenTabs ?? true

  /** The model behind a tab: with its unsaved changes where a journal has them, else as its file or template is. */
  const read = async ({ document, name, path, template: id }: OpenTab): Promise<Opening | undefined> => {
    if (document === null) return undefined
    const entry = kept.getSnapshot().find((each) => each.document === document)
    if (entry !== undefined) return readJournal(host, entry)
    if (path !== null) return (await host.call('document.open', { path })) ?? undefined
    return id === null ? undefined : template(id, name)
  }
  const readOrLose = (tab: OpenTab): Promise<Opening | undefined> =>
    read(tab).catch((error: unknown) => {
      if (!(error instanceof HostError)) throw error
      return undefined
    })

  const openModel = (opening: Opening): OpenDocument => {
    const there = opening.ref && workspace.ofFile(opening.ref.path)[0]
    if (there !== undefined) return there
    const document = workspace.open(opening, { isBehind: true })
    if (opening.restored === undefined) onOpened(document)
    else kept.taken(opening.restored.document)
    return document
  }
  /** A model beside the template that it was compared with, as long as there is one of that name. */
  const compareAgain = (document: OpenDocument, { comparedTo }: OpenTab): OpenDocument => {
    const other = comparedTo && template(comparedTo.template, comparedTo.name)
    if (other !== undefined) document.session.setBaseline(other)
    return document
  }
  const tellLost = async (open: readonly OpenTab[], reopened: readonly (Tab | undefined)[]): Promise<void> => {
    const areLost = await Promise.all(reopened.map(async (tab) => tab === undefined || (tab.kind === 'checkpoint' && (await isGone(tab)))))
    for (const [at, tab] of reopened.entries()) {
      if (tab?.kind !== 'checkpoint' || !areLost[at]) continue
      workspace.remove(tab)
      void tab.close()
    }
    const lost = open.filter((_, at) => areLost[at]).map(({ name }) => name)
    if (lost.length > 0) onLost(lost)
  }

  return {
    /**
     * Opens what was open in this window before it was loaded again, else, in the first window, what was open at the last time; in its order. What
     * is gone is told, in one notice.
     */
    async reopen({ isFirst }: Turn): Promise<void> {
      const tabs = ownTabs(storage) ?? (isFirst ? settings.getSnapshot().tabs : undefined)
      if (!isWanted() || tabs === undefined || tabs.open.length === 0) return
      await kept.refresh()
      const openings = await Promise.all(tabs.open.map(readOrLose))
      const reopened = openings.map((opening, at) => {
        const { document, path } = tabs.open[at]!
        if (opening !== undefined) return compareAgain(openModel(opening), tabs.open[at]!)
        return document === null && path !== null ? checkpoints.openBehind(path) : undefined
      })
      const looked = tabs.active === null ? null : (reopened[tabs.active] ?? reopened.findLast((each) => each !== undefined))
      if (looked) workspace.activate(looked.id)
      // A large checkpoint takes its time; nothing waits for it.
      void tellLost(tabs.open, reopened)
    },

    /** Keeps what is open from now on, with every change of it: for this window, and for the next start once it is this window’s turn. */
    remember({ isFirst, ready }: Turn): void {
      const heard = new Set<OpenDocument>()
      let written = ''
      let isMyTurn = isFirst
      // Not at once: all windows may be going, one after the other.
      void ready.then(() => (isMyTurn = true))
      const look = () => {
        for (const document of workspace.getSnapshot().documents) {
          if (heard.has(document)) continue
          heard.add(document)
          document.subscribe(look)
          hearComparing(document)
        }
        const tabs: OpenTabs = isWanted() ? tabsOf(workspace) : { open: [], active: null }
        const now = JSON.stringify(tabs)
        if (now === written) return
        written = now
        storage.setItem(ownKey, now)
        if (isMyTurn && now !== JSON.stringify(settings.getSnapshot().tabs)) settings.set({ tabs })
      }
      const hearComparing = ({ session }: OpenDocument) => {
        let seen = session.getSnapshot().comparedTo.document
        session.subscribe(() => {
          const { document } = session.getSnapshot().comparedTo
          if (document === seen) return
          seen = document
          look()
        })
      }
      workspace.subscribe(look)
      settings.subscribe(look)
      // A new line gives every document a new name.
      host.onOpen(look)
      look()
    },
  }
}

/** Whether its file is not there any more. Other troubles are told in its tab, where it can be tried again. */
async function isGone(checkpoint: OpenCheckpoint): Promise<boolean> {
  await checkpoint.opened
  const state = checkpoint.getSnapshot()
  return state.status === 'failed' && state.error.code === 'file.missing'
}

const ownKey = 'graft tabs'

/** What this window had open before it was loaded again. */
function ownTabs(storage: Storage): OpenTabs | undefined {
  const written = storage.getItem(ownKey)
  if (written === null) return undefined
  try {
    return openTabs.safeParse(JSON.parse(written)).data
  } catch {
    // Another program wrote there.
    return undefined
  }
}

/** More than anybody has; the host refuses a longer list. */
const most = 100

function tabsOf(workspace: Workspace): OpenTabs {
  const { tabs, active } = workspace.getSnapshot()
  const kept = tabs.slice(0, most)
  const at = kept.findIndex(({ id }) => id === active)
  const open = kept.map((tab): OpenTab => {
    if (tab.kind === 'checkpoint') return { document: null, name: tab.name, path: tab.path, template: null }
    const { name, ref } = tab.getSnapshot()
    const { name: otherName, template: other } = tab.session.getSnapshot().comparedTo
    return {
      document: tab.journalName(),
      name,
      path: ref?.path ?? null,
      template: tab.template,
      ...(other === undefined || otherName === undefined ? {} : { comparedTo: { template: other, name: otherName } }),
    }
  })
  return { open, active: at < 0 ? null : at }
}
