/** A mistake of ours is told, not swallowed: what was promised and failed would otherwise simply not happen. */
import { HostError } from '../../main/contract/host-error'
import type { Notices } from './notices/notices'

/** Tells one mistake. */
export function tellBug(notices: Notices, error: Error): void {
  if (error instanceof HostError) notices.fail('bug', error)
  else notices.remark('bug', { name: 'bug', values: { message: error.message } }, { isPassing: false })
}

/** Shows every failure that nobody caught as a notice; the page's own console has its trace. */
export function tellBugs(page: Window, notices: Notices): void {
  const tell = (error: unknown) => {
    // Monaco and aborted calls give up by an error that is none.
    if (!(error instanceof Error) || ['Canceled', 'AbortError'].includes(error.name)) return
    tellBug(notices, error)
  }
  page.addEventListener('error', ({ error }) => tell(error))
  page.addEventListener('unhandledrejection', ({ reason }) => tell(reason))
}
