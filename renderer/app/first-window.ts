/** Of several windows one keeps the open documents for the next start: the first. When it goes, the next one does. */

/** A window that was only just there, as before it was loaded again, lets go a moment late. */
const patience = 250

export interface Turn {
  /** Whether this window is the first. */
  readonly isFirst: boolean
  /** Resolves when it is this window’s turn: at once for the first, else when those before it are gone. */
  readonly ready: Promise<void>
}

/** Stands in line behind the windows there are. */
export async function standInLine(locks: LockManager): Promise<Turn> {
  let isFirst = false
  const ready = new Promise<void>((resolve) => {
    void locks.request('graft first window', () => {
      isFirst = true
      resolve()
      // Held until the window goes.
      return new Promise<void>(() => undefined)
    })
  })
  // The time may be over because this window was busy: what is granted already is heard before the answer to a question.
  const late = new Promise<void>((resolve) => setTimeout(resolve, patience)).then(() => locks.query())
  await Promise.race([ready, late])
  return { isFirst, ready }
}
