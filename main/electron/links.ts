/** Where a link of the app may lead in the user's browser: papers, documentation and sources of blocks. */
const hosts = new Set([
  'arxiv.org',
  'doi.org',
  'docs.pytorch.org',
  'docs.ultralytics.com',
  'github.com',
  'onnx.ai',
  'onnxruntime.ai',
  'openaccess.thecvf.com',
  'pytorch.org',
])

/** True for an https address of one of these. */
export function mayOpenOutside(url: string): boolean {
  const { protocol, hostname, port, username, password } = URL.canParse(url) ? new URL(url) : new URL('about:blank')
  return protocol === 'https:' && hosts.has(hostname) && port === '' && username === '' && password === ''
}
