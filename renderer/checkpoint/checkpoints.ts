/** The checkpoints that are open in tabs, beside the models. */
import type { UserFile } from '../../main/contract/host'
import type { Connection } from '../app/connection'
import type { Workspace } from '../documents/workspace'
import { createStore } from '../store'
import { type CheckpointOrigin, type OpenCheckpoint, createCheckpoint } from './checkpoint'

export type Checkpoints = ReturnType<typeof createCheckpoints>

/** None is open. They share the workspace's tabs: what is looked at is the workspace's. */
export function createCheckpoints(host: Connection, workspace: Workspace) {
  const { subscribe, getSnapshot, set } = createStore<readonly OpenCheckpoint[]>([])
  let isFirstLine = true
  host.onOpen(() => {
    // A new line: the host has let go of all of them.
    if (!isFirstLine) for (const checkpoint of getSnapshot()) void checkpoint.load()
    isFirstLine = false
  })
  const open = (origin: CheckpointOrigin): void => {
    const there = origin.path === null ? undefined : getSnapshot().find(({ path }) => path === origin.path)
    const shown = there ?? createCheckpoint(workspace.newId(), host, origin)
    if (there === undefined) set([...getSnapshot(), shown])
    workspace.activate(shown.id)
  }
  return {
    subscribe,
    getSnapshot,
    /** The one that is looked at. */
    active: (): OpenCheckpoint | undefined => getSnapshot().find(({ id }) => id === workspace.getSnapshot().active),
    /** A file of this machine, once: a second time its tab is shown. */
    openPath(path: string): void {
      open({ name: path.split(/[\\/]/).at(-1)!, path, bring: () => Promise.resolve({ path }) })
    },
    /** A file that the page has, brought to the host by `send`. */
    openFile(file: File, send: (file: File, signal: AbortSignal) => Promise<UserFile>): void {
      open({ name: file.name, path: null, bring: (signal) => send(file, signal) })
    },
    /** Closes its tab; what is beside it is looked at next. */
    close(checkpoint: OpenCheckpoint): void {
      const all = getSnapshot()
      const at = all.indexOf(checkpoint)
      const others = all.filter((each) => each !== checkpoint)
      const wasActive = workspace.getSnapshot().active === checkpoint.id
      set(others)
      if (wasActive) {
        const next = others[at] ?? others.at(-1) ?? workspace.getSnapshot().documents.at(-1)
        workspace.activate(next?.id ?? null)
      }
      void checkpoint.close()
    },
  }
}
