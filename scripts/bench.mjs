// `npm run bench [-- words]`: bundles every bench/**/*.bench.ts whose path holds one of the words, and runs each in a process of its own.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { ensureInstalled } from './ensure.mjs'

ensureInstalled()
const { build } = await import('esbuild')

const root = fileURLToPath(new URL('..', import.meta.url))
const words = process.argv.slice(2)
const benches = readdirSync(join(root, 'bench'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.bench.ts') && (words.length === 0 || words.some((word) => name.includes(word))))
  .sort()

if (benches.length === 0) throw new Error(`no bench in bench/ matches ${words.join(' ')}`)
for (const name of benches) {
  const outfile = join(root, '.cache/bench', name.replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [join(root, 'bench', name)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  console.log(`\n${name}`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--enable-source-maps', outfile], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exitCode = 1
}
