/** Where a block of the add menu goes. */
import type { TFunction } from 'i18next'
import { rowName } from '../../app/format'
import type { Block, Place, Session, Snapshot } from '../../session'

export type AddPlace =
  /** Behind a row; what reads the row then reads the block. */
  | { readonly kind: 'behind'; readonly row: number }
  /** Into a link, and with it into all others of its source. */
  | { readonly kind: 'link'; readonly from: number; readonly to: number; readonly slot: number }
  /** At the end of a wire that was pulled out of a row. */
  | { readonly kind: 'output'; readonly from: number }
  /** At the beginning of a wire that was pulled out of an input. */
  | { readonly kind: 'input'; readonly to: number; readonly slot: number }
  | { readonly kind: 'end' }

/** Whether only blocks that fit are offered. */
export const isLooseEnd = ({ kind }: AddPlace): boolean => kind === 'output' || kind === 'input'

/** Puts a block in its place; `isAlt`: into one link only, or for nobody to read yet. */
export function addBlock(session: Session, place: AddPlace, block: Block, isAlt: boolean): boolean {
  switch (place.kind) {
    case 'behind':
      return isAlt ? session.insertAfter(place.row, block) : session.insertOnEdge(place.row, block)
    case 'link':
      return isAlt ? session.insertOnEdge(place.from, block, place.to, place.slot) : session.insertOnEdge(place.from, block)
    case 'output':
      return session.insertAfter(place.from, block)
    case 'input':
      return session.insertBefore(place.to, place.slot, block)
    case 'end':
      return session.insertAtEnd(block)
  }
}

/** The place as it is asked whether a block fits; null where nothing is asked. */
export function placeToFit(place: AddPlace): Place | null {
  switch (place.kind) {
    case 'behind':
      return { after: place.row }
    case 'link':
    case 'output':
      return { after: place.from }
    case 'input':
      return { to: place.to, slot: place.slot }
    case 'end':
      return null
  }
}

/** Says where the block will stand. */
export function sayPlace(t: TFunction, { report }: Pick<Snapshot, 'report'>, place: AddPlace): string {
  const name = (i: number) => rowName(report, i)
  switch (place.kind) {
    case 'behind':
      return t('add.behind', { row: name(place.row) })
    case 'link':
      return t('add.link', { from: name(place.from), to: name(place.to) })
    case 'output':
      return t('add.output', { row: name(place.from) })
    case 'input':
      return t('add.input', { row: name(place.to) })
    case 'end':
      return t('add.end')
  }
}
