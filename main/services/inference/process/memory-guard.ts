/**
 * Ends this process when it takes more memory than it may, before the system has to choose a program to end. onnxruntime blocks the thread it computes
 * on, so a thread of its own looks; it asks Node for the size of the process, which is the same on every system.
 */
import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

/** What the thread says last; `readLimitWords` understands it. */
const words = (bytes: number) => `Error: past the memory limit of ${Math.round(bytes / 2 ** 20)} MB`

/** The limit, in megabytes, that a process ended for; null where its last words are others. */
export function readLimitWords(lastWords: string): number | null {
  const found = /past the memory limit of (\d+) MB/.exec(lastWords)?.[1]
  return found === undefined ? null : Number(found)
}

/** Milliseconds between two looks. Memory is filled at some gigabytes a second. */
const pause = 40

/** As text: a thread of a bundled program cannot be a file of it. */
const code = `
const { parentPort, workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
let { limit, words } = workerData
parentPort.on('message', (next) => ({ limit, words } = next))
setInterval(() => {
  if (process.memoryUsage.rss() <= limit) return
  try { writeSync(2, words + '\\n') } catch {}
  // Whoever reads the words should have them before it hears of the end.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  process.kill(process.pid, 'SIGKILL')
}, ${pause})`

export interface MemoryGuard {
  /** Holds the process to so many bytes from now on. */
  limit(bytes: number): void
}

export function createMemoryGuard(): MemoryGuard {
  let worker: Worker | null = null
  let current = Infinity
  return {
    limit(bytes) {
      if (bytes === current) return
      current = bytes
      const next = { limit: bytes, words: words(bytes) }
      if (worker !== null) return worker.postMessage(next)
      offerFirst()
      worker = new Worker(code, { eval: true, workerData: next, execArgv: [] })
      worker.unref()
    },
  }
}

/** Where Linux runs out of memory nevertheless, it ends this process instead of the app. */
function offerFirst(): void {
  try {
    if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '800')
  } catch {
    // Some systems keep that to themselves.
  }
}
