// Makes the checkpoint that tests of the preview use: `node scripts/make-tiny.mjs`. How is said in main/services/inference/tests/make-tiny.ts.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = join(root, '.cache/make-tiny.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['main/services/inference/tests/make-tiny.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
})
process.exitCode = spawnSync(process.execPath, [outfile], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1
