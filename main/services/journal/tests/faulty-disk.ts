import type { JournalDisk } from '../journal-disk'
import type { SimulatedClock } from '../../tests/simulated-clock'

export interface FaultyDisk extends JournalDisk {
  readonly files: Map<string, Uint8Array>
  /** From now on nothing reaches the disk: the program is dead. A write under way leaves what it had written. */
  kill(): void
  /** While true, writes fail half way as on a full disk. */
  isFull: boolean
}

/** A disk in memory, whose writes take time and end wherever the program does. `chance` gives numbers from 0 to 1. */
export function faultyDisk(clock: SimulatedClock, chance: () => number, slowestMs = 0): FaultyDisk {
  const files = new Map<string, Uint8Array>()
  let isDead = false
  const dead = () => new Promise<never>(() => undefined)
  const pause = () => (slowestMs > 0 ? clock.sleep(chance() * slowestMs) : Promise.resolve())
  const full = () => Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })
  const disk: FaultyDisk = {
    files,
    isFull: false,
    kill: () => (isDead = true),
    list: () => Promise.resolve([...files.keys()]),
    read: (name) => Promise.resolve(files.get(name) ?? new Uint8Array()),
    async append(name, bytes) {
      if (isDead) return dead()
      const before = files.get(name) ?? new Uint8Array()
      const write = (length: number) => files.set(name, Buffer.concat([before, bytes.subarray(0, length)]))
      write(Math.floor(chance() * bytes.length))
      await pause()
      if (isDead) return dead()
      if (disk.isFull) throw full()
      write(bytes.length)
    },
    async replace(name, bytes) {
      if (isDead) return dead()
      await pause()
      if (isDead) return dead()
      if (disk.isFull) throw full()
      files.set(name, bytes)
    },
    async remove(name) {
      if (isDead) return dead()
      await pause()
      if (!isDead) files.delete(name)
    },
  }
  return disk
}
