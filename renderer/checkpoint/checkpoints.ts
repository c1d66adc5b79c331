/** The checkpoints that are open in tabs, beside the models. */
import type { UserFile } from '../../main/contract/host'
import type { Connection } from '../app/connection'
import type { Workspace } from '../documents/workspace'
import { type CheckpointOrigin, type OpenCheckpoint, createCheckpoint } from './checkpoint'

export type Checkpoints = ReturnType<typeof createCheckpoints>

/** Opens them in tabs of the workspace. */
export function createCheckpoints(host: Connection, workspace: Workspace) {
  const all = () => workspace.getSnapshot().tabs.filter((tab) => tab.kind === 'checkpoint')
  let isFirstLine = true
  host.onOpen(() => {
    // A new line: the host has let go of all of them.
    if (!isFirstLine) for (const checkpoint of all()) void checkpoint.load()
    isFirstLine = false
  })
  const show = (origin: CheckpointOrigin, options?: { readonly isBehind: boolean }) =>
    workspace.show((id) => createCheckpoint(id, host, origin), options)
  const fromPath = (path: string): CheckpointOrigin => ({
    name: path.split(/[\\/]/).at(-1)!,
    path,
    bring: () => Promise.resolve({ path }),
  })
  const ofPath = (path: string) => all().find((checkpoint) => checkpoint.path === path)
  return {
    /** A file of this machine, once: a second time its tab is shown. */
    openPath(path: string): void {
      workspace.activate((ofPath(path) ?? show(fromPath(path))).id)
    },
    /** A file of this machine, behind what is looked at. */
    openBehind: (path: string): OpenCheckpoint => ofPath(path) ?? show(fromPath(path), { isBehind: true }),
    /** A file that the page has, brought to the host by `send`. */
    openFile(file: File, send: (file: File, signal: AbortSignal) => Promise<UserFile>): void {
      show({ name: file.name, path: null, bring: (signal) => send(file, signal) })
    },
  }
}
