import { createContext, useContext } from 'react'

/** The card or group whose title is being typed. */
export interface Renaming {
  /** Of its node; null: none is. */
  readonly id: string | null
  readonly begin: (id: string) => void
  /** `byKey`: the keyboard goes back to the card. */
  readonly end: (byKey: boolean) => void
}

export const RenamingContext = createContext<Renaming>({ id: null, begin: () => undefined, end: () => undefined })

export const useRenaming = () => useContext(RenamingContext)
