// `npm run build`: bundles the command line to dist/cli/graft.js and the tour of `npm start`. Native packages stay outside the bundle.
import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'

ensureInstalled()
const { build } = await import('esbuild')

// Bundled CommonJS packages call `require` for Node's built-ins, which an ES module lacks.
const banner = [
  '#!/usr/bin/env node',
  "import { createRequire as graftCreateRequire } from 'node:module'",
  'const require = graftCreateRequire(import.meta.url)',
].join('\n')

await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: { 'cli/graft': 'main/cli/main.ts', 'tour/tour': 'main/tour/main.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  external: ['onnxruntime-node', 'sharp'],
  banner: { js: banner },
  logLevel: 'warning',
})
chmodSync(fileURLToPath(new URL('../dist/cli/graft.js', import.meta.url)), 0o755)
