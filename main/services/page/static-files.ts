/**
 * The files of the renderer's build. They are listed when the server starts and looked up by their whole path, so no request can name another
 * file, however it is written. A file with a hash in its name never changes and is kept by the browser for good.
 */
import { readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.yaml': 'text/yaml; charset=utf-8',
}

export interface StaticFile {
  readonly path: string
  readonly type: string
  readonly isImmutable: boolean
}

const hashed = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

/** Every file below the folder by the path it is asked for; links are left out. `/` is index.html. */
export async function listStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const asked = `/${relative(folder, path).split(sep).join('/')}`
    const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream'
    files.set(asked, { path, type, isImmutable: asked.startsWith('/assets/') && hashed.test(asked) })
  }
  const index = files.get('/index.html')
  if (index) files.set('/', index)
  return files
}
