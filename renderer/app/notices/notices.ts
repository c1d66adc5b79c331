/** What the window tells the user outside of any dialog: failures with what can be done about them, and passing remarks. */
import type { HostError } from '../../../main/contract/host-error'
import { createStore } from '../../store'

/** What a notice offers; each has a name under `notice.do`. */
export interface NoticeAction {
  readonly label: 'retry' | 'saveAs' | 'overwrite' | 'reload' | 'undo' | 'restore'
  readonly run: () => unknown
}

/** A remark of ours, by its name under `notice`. */
export interface Remark {
  readonly name:
    | 'insideRemoved'
    | 'insideUnbuilt'
    | 'insideStep'
    | 'reloaded'
    | 'downloaded'
    | 'hasJournal'
    | 'tabsGone'
    | 'readOnly'
    | 'settingsSetAside'
    | 'settingsNewer'
    | 'previewRestarted'
    | 'bug'
    | 'notAModel'
    | 'clipboardRefused'
    | 'clipboardNoImage'
  readonly values?: Readonly<Record<string, string | number>>
}

export interface Notice {
  /** Another of the same key takes its place. */
  readonly key: string
  readonly says: HostError | Remark
  readonly actions: readonly NoticeAction[]
  /** Goes by itself after a while. */
  readonly isPassing: boolean
}

export interface Notices {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => readonly Notice[]
  /** A failure stays until it is dismissed, or what failed is done. */
  fail(key: string, error: HostError, actions?: readonly NoticeAction[]): void
  remark(key: string, remark: Remark, options?: { actions?: readonly NoticeAction[]; isPassing?: boolean }): void
  dismiss(key: string): void
}

/** More would cover the model. */
const most = 4

export function createNotices(): Notices {
  const { subscribe, getSnapshot, set } = createStore<readonly Notice[]>([])
  const put = (notice: Notice) => set([...getSnapshot().filter(({ key }) => key !== notice.key), notice].slice(-most))
  return {
    subscribe,
    getSnapshot,
    fail: (key, error, actions = []) => put({ key, says: error, actions, isPassing: false }),
    remark: (key, says, { actions = [], isPassing = true } = {}) => put({ key, says, actions, isPassing }),
    dismiss(key) {
      const rest = getSnapshot().filter((notice) => notice.key !== key)
      if (rest.length < getSnapshot().length) set(rest)
    },
  }
}
