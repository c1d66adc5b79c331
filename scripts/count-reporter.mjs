// A vitest reporter that writes how many tests passed, failed and were skipped to the file $GRAFT_TEST_COUNTS, for the last line of `npm test`.
import { writeFileSync } from 'node:fs'

export default class CountReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      let failedInside = false
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') counts.passed++
        else if (state === 'skipped') counts.skipped++
        else counts.failed++ // failed, or never finished
        failedInside ||= state === 'failed'
      }
      // A file that does not load, or whose hook throws, fails although no test of it did.
      if (module.state() === 'failed' && !failedInside) counts.failed++
    }
    const path = process.env.GRAFT_TEST_COUNTS
    if (path) writeFileSync(path, JSON.stringify(counts))
  }
}
