// `npm start [-- MODEL.yaml]`: installs what is missing, builds, and shows the main job on a model.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** @param {string} name */
const script = (name) => fileURLToPath(new URL(name, import.meta.url))
const built = spawnSync(process.execPath, [script('build.mjs')], { stdio: ['ignore', 'inherit', 'inherit'] })
if (built.status !== 0) process.exit(built.status ?? 1)
const tour = spawnSync(process.execPath, [script('../dist/tour/tour.js'), ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(tour.status ?? 1)
