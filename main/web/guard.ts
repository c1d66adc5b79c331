/**
 * Who may talk to the server. It listens on loopback only, which keeps other machines out; pages of other sites in the user's own browser are
 * kept out by three checks on every request and on every WebSocket: the Host header names this machine (a page that had its own name resolve to
 * 127.0.0.1 is refused), the Origin is the server's own, and a cookie proves that the browser was started with the token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is refused: a status and a sentence for people. */
export interface Refusal {
  readonly status: 400 | 401 | 403
  readonly reason: string
}

export interface Guard {
  /** A token for a start URL; it works once. */
  newToken(): string
  /** Exchanges a token for the value of a Set-Cookie header; null for one that was never given out, or was used. */
  exchange(token: string): string | null
  /** Checks Host, then Origin and where the request comes from. `mustName` refuses one without Origin, as WebSockets and uploads have. */
  refuseStranger(request: IncomingMessage, mustName: boolean): Refusal | null
  refuseWithoutCookie(request: IncomingMessage): Refusal | null
}

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest()
const isEqual = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

/** The names of this machine that no other machine can have. Any port: an SSH tunnel's is another than ours. */
const ownHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i

/** `name` tells the cookies of two servers on one machine apart. */
export function createGuard(name: string): Guard {
  const session = secret()
  const tokens = new Set<string>()
  return {
    newToken() {
      const token = secret()
      tokens.add(token)
      return token
    },
    exchange(token) {
      const found = [...tokens].find((t) => isEqual(t, token))
      if (found === undefined) return null
      tokens.delete(found)
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
    refuseStranger({ headers }, mustName) {
      const { host, origin } = headers
      if (host === undefined || !ownHost.test(host)) return { status: 403, reason: 'This address is not one of this machine.' }
      if (origin === undefined ? mustName : origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
        return { status: 403, reason: 'Another page may not talk to Graft.' }
      }
      const site = headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin' && site !== 'none' && headers['sec-fetch-mode'] !== 'navigate') {
        return { status: 403, reason: 'Another page may not read from Graft.' }
      }
      return null
    },
    refuseWithoutCookie({ headers }) {
      const cookies = (headers.cookie ?? '').split(';').map((part) => part.trim())
      const given = cookies.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []))
      if (given.some((value) => isEqual(value, session))) return null
      return { status: 401, reason: 'Open Graft by the address that `graft serve` printed when it started.' }
    },
  }
}
