import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds what is not built, or no longer matches its sources. Files that run at once wait for each other. */
export function ensureBuilt(): void {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected a build, got ${stderr}`)
}
