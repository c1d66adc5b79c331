// `npm test [-- vitest arguments]`: installs what is missing, builds, runs every test but the long ones and prints `N passed, N failed` as the last line.
import { ensureInstalled } from './ensure.mjs'
import { provideSystem, withoutTorch } from './environment.mjs'
import { endWith, nothingRan, runNode, runVitest } from './run-vitest.mjs'

function runTests() {
  try {
    ensureInstalled()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return nothingRan
  }
  provideSystem()
  if (withoutTorch) console.log('GRAFT_WITHOUT_TORCH=1: comparisons with PyTorch are skipped.')
  if (runNode(['scripts/build.mjs']) !== 0) return nothingRan
  return runVitest(process.argv.slice(2))
}

endWith(runTests())
