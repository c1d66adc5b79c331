import type { Session } from 'electron'
import { pageOrigin } from './scheme'

/** Copying, and the whole screen: all that the page may ask for. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** Refuses every other permission, and any to a page that is not ours. */
export function restrictPermissions(session: Session): void {
  const isOurs = (url: string) => url === pageOrigin || url.startsWith(`${pageOrigin}/`)
  session.setPermissionRequestHandler((_, permission, answer, { requestingUrl }) =>
    answer(granted.has(permission) && isOurs(requestingUrl)),
  )
  session.setPermissionCheckHandler((_, permission, origin) => granted.has(permission) && isOurs(origin))
  session.setDevicePermissionHandler(() => false)
}
