/** What the window tells the user outside of any dialog: failures with what can be done about them, and passing remarks. */
import type { HostError } from '../../../main/contract/host-error'

/** What a notice offers; each has a name under `notice.do`. */
export interface NoticeAction {
  readonly label: 'retry' | 'saveAs' | 'overwrite' | 'reload' | 'undo' | 'restore'
  readonly run: () => unknown
}

/** A remark of ours, by its name under `notice`. */
export interface Remark {
  readonly name: 'reloaded' | 'downloaded' | 'hasJournal' | 'settingsSetAside' | 'settingsNewer' | 'previewRestarted'
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
  const listeners = new Set<() => void>()
  let notices: readonly Notice[] = []
  const set = (next: readonly Notice[]) => {
    notices = next
    for (const listener of [...listeners]) listener()
  }
  const put = (notice: Notice) => set([...notices.filter(({ key }) => key !== notice.key), notice].slice(-most))
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => notices,
    fail: (key, error, actions = []) => put({ key, says: error, actions, isPassing: false }),
    remark: (key, says, { actions = [], isPassing = true } = {}) => put({ key, says, actions, isPassing }),
    dismiss(key) {
      if (notices.some((notice) => notice.key === key)) set(notices.filter((notice) => notice.key !== key))
    },
  }
}
