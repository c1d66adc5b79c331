/** Groups as they are drawn: a frame around their cards, or one card in their place. */
import type { Document, Group } from '../../../graph-core/document'
import { groupsOf } from '../../../graph-core/document'
import { card as cardSize } from '../../layout'

/** Colours people give to groups, as the file names them: those of the categories, which are told apart by people of every colour vision. */
const colours = {
  grey: 'join',
  blue: 'convolution',
  orange: 'stage',
  purple: 'attention',
  yellow: 'pooling',
  green: 'layer',
  red: 'head',
} as const

export const groupColourNames = Object.keys(colours) as readonly (keyof typeof colours)[]

/** A group's colour; one that no list of ours names is the plain one. */
export const colourOf = (name: string) =>
  `var(--category-${Object.hasOwn(colours, name) ? colours[name as keyof typeof colours] : colours.grey})`

export interface GroupOfRows {
  readonly group: Group
  /** The ids of the rows in it. */
  readonly members: ReadonlySet<string>
}

/** The groups of a model with the ids of their rows. */
export const groupsOfRows = (document: Document): GroupOfRows[] =>
  groupsOf(document).map((group) => ({ group, members: new Set<string>(group.rows.map((i) => document.rows[i]!.id)) }))

export interface Frame extends GroupOfRows {
  /** Of its node. */
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Room between a frame and its cards; above them its title stands. */
export const framePadding = { side: 9, top: 22, bottom: 9 } as const

interface Card {
  readonly id: string
  readonly position: { readonly x: number; readonly y: number }
  readonly width?: number
  readonly height?: number
}

/** The frames around cards as they stand now. */
export function framesOf(groups: readonly GroupOfRows[], cards: readonly Card[]): Frame[] {
  return groups.flatMap(({ group, members }): Frame[] => {
    const inside = cards.filter(({ id }) => members.has(id))
    if (inside.length === 0) return []
    const id = `group ${group.index}`
    if (group.isCollapsed) {
      // In the place of the card in the middle, which is free.
      const { x, y } = inside[inside.length >> 1]!.position
      return [{ id, group, members, x, y, ...cardSize }]
    }
    const x = Math.min(...inside.map(({ position }) => position.x)) - framePadding.side
    const y = Math.min(...inside.map(({ position }) => position.y)) - framePadding.top
    const right = Math.max(...inside.map(({ position, width = 0 }) => position.x + width)) + framePadding.side
    const bottom = Math.max(...inside.map(({ position, height = 0 }) => position.y + height)) + framePadding.bottom
    return [{ id, group, members, x, y, width: right - x, height: bottom - y }]
  })
}

export const frameOf = (frames: readonly Frame[], id: string): Frame | undefined => frames.find((frame) => frame.id === id)
