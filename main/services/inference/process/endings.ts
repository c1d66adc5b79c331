/** Why the process that runs models is no more, in a sentence for people. */
import { isOutOfMemory } from '../devices/device-names'
import type { ChildExit } from './inference-child'
import { readLimitWords } from './memory-guard'

export interface Ending {
  readonly reason: string
  /** Whether there was too little memory: another device would have no more. */
  readonly isFull: boolean
}

/** How the process ended; its last words where it chose to end. */
export function endingOf({ code, signal, lastWords }: ChildExit): Ending {
  const megabytes = readLimitWords(lastWords)
  if (megabytes !== null) return { reason: `Running the model took more than ${megabytes} MB, the most memory it may have.`, isFull: true }
  const how = signal !== null ? `It was ended by ${signal}.` : code !== null ? `It ended with code ${code}.` : 'It did not start.'
  const words = lastWords.replace(/\s+/g, ' ').slice(0, 300)
  return {
    reason: words === '' || signal === 'SIGKILL' ? how : `${how} Its last words: ${words}`,
    isFull: isOutOfMemory(words),
  }
}

/** A process that said nothing any more, and was ended for it. Times are in milliseconds. */
export function silence(during: 'starting' | 'a trial' | 'a run', limit: number, onCpu = 0): Ending {
  const seconds = (milliseconds: number) => `${Number((milliseconds / 1000).toPrecision(2))} s`
  const reasons = {
    starting: `It was not ready after ${seconds(limit)}.`,
    'a trial': 'Trying the device out took too long.',
    'a run': `It did not answer for ${seconds(limit)}, where the CPU takes ${seconds(onCpu)}.`,
  }
  return { reason: reasons[during], isFull: false }
}
