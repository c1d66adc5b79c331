// `npm run build [-- --force]`: the programs with esbuild, the page with vite, both into dist/. A step whose inputs are as they were is skipped.
import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'
import { withLock } from './lock.mjs'
import { fingerprint, isFresh, remember } from './stale.mjs'

/** @typedef {import('./stale.mjs').Step & { run: () => Promise<void> }} BuildStep */

const root = fileURLToPath(new URL('..', import.meta.url))
const always = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'tsconfig.base.json']

// Bundled CommonJS packages call `require` for Node's built-ins, which an ES module lacks.
const requireForBundled = [
  "import { createRequire as graftCreateRequire } from 'node:module'",
  'const require = graftCreateRequire(import.meta.url)',
].join('\n')

/** @type {BuildStep[]} */
export const steps = [
  {
    name: 'the programs',
    inputs: [...always, 'main', 'graph-core', 'kernels', 'assets/locales'],
    outputs: [
      'dist/cli/graft.js',
      'dist/services/inference-process.js',
      'dist/services/checkpoint-worker.js',
      'dist/electron/main.js',
      'dist/electron/preload.cjs',
    ],
    async run() {
      const { build } = await import('esbuild')
      /** @satisfies {import('esbuild').BuildOptions} */
      const common = {
        absWorkingDir: root,
        outdir: 'dist',
        bundle: true,
        platform: 'node',
        target: 'node20',
        sourcemap: true,
        external: ['electron', 'onnxruntime-node', 'sharp'],
        logLevel: 'warning',
      }
      await build({
        ...common,
        entryPoints: {
          'cli/graft': 'main/cli/main.ts',
          'electron/main': 'main/electron/main.ts',
          'services/inference-process': 'main/services/inference/process/process.ts',
          'services/checkpoint-worker': 'main/services/checkpoints/worker.ts',
        },
        format: 'esm',
        banner: { js: `#!/usr/bin/env node\n${requireForBundled}` },
      })
      // A sandboxed preload script can only be CommonJS.
      await build({
        ...common,
        entryPoints: { 'electron/preload': 'main/electron/preload.ts' },
        format: 'cjs',
        outExtension: { '.js': '.cjs' },
      })
      chmodSync(new URL('../dist/cli/graft.js', import.meta.url), 0o755)
    },
  },
  {
    name: 'the page',
    inputs: [...always, 'renderer', 'main/contract', 'graph-core', 'kernels', 'assets', 'vite.config.ts'],
    outputs: ['dist/renderer/index.html'],
    async run() {
      const { build } = await import('vite')
      await build({ configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)), logLevel: 'warn' })
    },
  },
  {
    name: 'the icons',
    inputs: ['package-lock.json', 'scripts/icons.mjs', 'assets/icons'],
    outputs: ['dist/icons/icon.png', 'dist/icons/icon.ico', 'dist/icons/icon.icns'],
    async run() {
      const { drawIcons } = await import('./icons.mjs')
      await drawIcons(`${root}assets/icons/graft.svg`, `${root}dist/icons`)
    },
  },
]

/** True when nothing has to be built. */
export const isBuilt = () => steps.every((step) => isFresh(root, step))

/** @param {boolean} isForced */
async function buildAll(isForced) {
  for (const step of steps) {
    if (!isForced && isFresh(root, step)) continue
    const made = fingerprint(root, step)
    const start = performance.now()
    await step.run()
    remember(root, step, made)
    console.log(`Built ${step.name} (${((performance.now() - start) / 1000).toFixed(1)} s).`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled()
  try {
    await withLock(`${root}dist/.lock`, () => buildAll(process.argv.includes('--force')))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
