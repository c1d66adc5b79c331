import { totalmem } from 'node:os'

/** What is left to the rest of the machine: the app, and everything else that runs. */
const share = 0.75

/** Bytes that running models may take unless the user says otherwise: of the machine's memory, or of what this program was given of it. */
export function memoryShare(): number {
  const given = process.constrainedMemory()
  return Math.floor(share * (given > 0 ? Math.min(given, totalmem()) : totalmem()))
}
