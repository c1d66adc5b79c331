// `npm run pack [-- --linux|--win|--mac …]`: builds, then packs the desktop app into dist/packages as electron-builder.yml says. Arguments are
// electron-builder's own; without any, the installers of this system.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
ensureInstalled()

/** @param {string[]} args */
const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1

process.exitCode =
  run(join(root, 'scripts/build.mjs')) ||
  run(join(root, 'node_modules/electron-builder/cli.js'), '--publish', 'never', ...process.argv.slice(2))
