// The renderer as a web page: served by `npm run dev`, built to dist/renderer for the browser face and the desktop app.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { devHost } from './scripts/dev-host.mjs'

export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  plugins: [react(), devHost()],
  resolve: {
    // monaco-yaml's packages name Monaco's files by their old paths.
    alias: [{ find: /^monaco-editor\/esm\/vs\/(.*?)(?:\.js)?$/, replacement: 'monaco-editor/$1' }],
  },
  // Found at the start, not on the first look at a model: finding one later would load the page anew.
  optimizeDeps: { entries: ['main.tsx', 'text/monaco.ts', 'text/*.worker.ts', 'inside/*.worker.ts'] },
  // The editor is one large piece, fetched when a model is opened; from this machine that is quick.
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 6000 },
  worker: { format: 'es' },
})
