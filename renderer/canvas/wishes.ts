/** What the rest of the window wishes of the canvas that is drawn: to look somewhere, to let a name be typed, to ask. */

export type Wish =
  /** The whole model, or the selected rows, as large as they can be seen. */
  | { readonly kind: 'fit'; readonly what: 'all' | 'selection' }
  /** Gives a card the keyboard, and brings it into view. */
  | { readonly kind: 'show'; readonly row: number }
  /** Lets a card's title be typed in its place. */
  | { readonly kind: 'rename'; readonly row: number }
  /** Opens the inside of a row's block. */
  | { readonly kind: 'openInside'; readonly row: number }
  /** Lets a group's title be typed in its place. */
  | { readonly kind: 'renameGroup'; readonly group: number }
  /** Opens a menu for what is selected: of blocks to add, of inputs to connect, of links to put rows onto. */
  | { readonly kind: 'ask'; readonly menu: 'add' | 'connect' | 'graft' }

export type CanvasWishes = ReturnType<typeof createCanvasWishes>

export function createCanvasWishes() {
  const listeners = new Set<(wish: Wish) => void>()
  return {
    tell: (wish: Wish): void => listeners.forEach((listener) => listener(wish)),
    /** Hears every wish until the function it returns is called. */
    listen(listener: (wish: Wish) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
