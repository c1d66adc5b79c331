import { createContext } from 'react'
import type { Layout } from '../../layout'
import type { Port } from './ports'
import type { HeldWire } from './wire'

/** The wire that a hand holds, for the ports it may be dropped on; null while there is none. */
export const WireContext = createContext<HeldWire | null>(null)

/** The picture that wires run over, with the ports of every card. */
export interface Picture {
  readonly layout: Layout
  readonly ports: readonly (readonly Port[])[]
}

export const PictureContext = createContext<Picture | null>(null)
