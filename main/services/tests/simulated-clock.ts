import type { Clock } from '../clock'

export interface SimulatedClock extends Clock {
  /** Lets time pass, running what falls due and waiting for what follows from it. */
  advance(ms: number): Promise<void>
  sleep(ms: number): Promise<void>
}

/** A clock on which time passes only when told. */
export function simulatedClock(): SimulatedClock {
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const settle = async () => {
    for (let i = 0; i < 40; i++) await Promise.resolve()
  }
  const clock: SimulatedClock = {
    now: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => void (timers = timers.filter((t) => t !== timer))
    },
    sleep: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
    async advance(ms) {
      const end = time + ms
      await settle()
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((t) => t !== next)
        time = next.at
        next.run()
        await settle()
      }
      time = end
    },
  }
  return clock
}
