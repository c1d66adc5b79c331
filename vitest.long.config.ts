/** What is too slow for `npm test`; `npm run test:long` starts it. Every run takes other random cases, and says how to have the same again. */
import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import short from './vitest.config'

const seed = process.env['GRAFT_SEED'] ?? String(randomInt(2 ** 31))
console.log(`GRAFT_SEED=${seed}`)

export default defineConfig({
  test: {
    ...short.test,
    include: ['**/*.long.test.ts'],
    exclude: ['node_modules/**', 'dist/**', '.cache/**'],
    env: { GRAFT_SEED: seed },
    testTimeout: 240_000,
  },
})
