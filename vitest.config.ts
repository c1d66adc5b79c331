import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'

const never = ['node_modules/**', 'dist/**', '.cache/**']

// Forks, because onnxruntime must not share a process with a worker that is terminated; two, because CI has two cores.
const shared = {
  exclude: never,
  setupFiles: ['tests/setup.ts'],
  pool: 'forks' as const,
  maxWorkers: 2,
  hookTimeout: 60_000,
  // A condition is waited for as long as a machine may need that does other things beside.
  expect: { poll: { timeout: 10_000 } },
}

/** What `npm test` runs: everything that is done in minutes, with the same random cases every time. */
export const short = {
  ...shared,
  include: ['**/*.test.{ts,tsx}'],
  exclude: [...never, '**/*.long.test.ts'],
  testTimeout: 30_000,
}

/** What `npm run test:long` runs, as `--mode long`: other random cases every time, and a line that says how to have the same again. */
function long() {
  const seed = process.env['GRAFT_SEED'] ?? String(randomInt(2 ** 31))
  console.log(`GRAFT_SEED=${seed}`)
  return { ...shared, include: ['**/*.long.test.ts'], testTimeout: 240_000, env: { GRAFT_SEED: seed } }
}

export default defineConfig(({ mode }) => ({ test: mode === 'long' ? long() : short }))
