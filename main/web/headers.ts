import { pagePolicy } from '../services/page/page-policy'

/** What every answer says of itself. */
export function securityHeaders(host: string): Readonly<Record<string, string>> {
  return {
    // Not every browser counts the WebSocket of the same host as 'self'.
    'Content-Security-Policy': pagePolicy([`ws://${host}`]),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  }
}
