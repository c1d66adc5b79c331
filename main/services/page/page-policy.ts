/**
 * What the interface's page may do, the same in every face. Scripts and workers come from where the page comes from and nothing is evaluated. Styles
 * may be written inline: the editor, the panels and the canvas set them. `connect` is what the page may talk to besides its own origin.
 */
export function pagePolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
