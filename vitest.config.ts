import { defineConfig } from 'vitest/config'

// Forks, because onnxruntime must not share a process with a worker that is terminated; two, because CI has two cores.
export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    // What takes minutes has a tier of its own: vitest.long.config.ts.
    exclude: ['node_modules/**', 'dist/**', '.cache/**', '**/*.long.test.ts'],
    setupFiles: ['tests/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A condition is waited for as long as a machine may need that does other things beside.
    expect: { poll: { timeout: 10_000 } },
  },
})
