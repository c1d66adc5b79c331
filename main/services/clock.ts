/** Time as services see it, so that tests can make it pass. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs something later, unless the function it returns is called first. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
