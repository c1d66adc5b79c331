/** From card to card by arrow keys. */
export interface Placed {
  readonly id: string
  readonly x: number
  readonly y: number
}

const directions = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] } as const
export type Arrow = keyof typeof directions

export const isArrow = (key: string): key is Arrow => key in directions

/** The card that lies nearest in the direction of an arrow; the first one where none is given to begin at. */
export function nextCard(cards: readonly Placed[], from: string | null, arrow: Arrow): string | null {
  const here = cards.find(({ id }) => id === from)
  if (here === undefined) return cards[0]?.id ?? null
  const [right, down] = directions[arrow]
  let [best, least]: [string | null, number] = [null, Infinity]
  for (const { id, x, y } of cards) {
    const [dx, dy] = [x - here.x, y - here.y]
    const [along, across] = [dx * right + dy * down, Math.abs(dx * down) + Math.abs(dy * right)]
    // Up and down lead to the next row, wherever in it; sideways stays in the row as long as there is one.
    const distance = along + (down === 0 ? 3 : 0.5) * across
    if (along > 1 && distance < least) [best, least] = [id, distance]
  }
  return best
}
