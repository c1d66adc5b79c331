import type { KeyboardEvent } from 'react'

/**
 * Arrows walk through the palette: up and down from the search through all items, right to an item's star and left back. Only one item is
 * on Tab's way, so that the palette is one stop and not a hundred.
 */
export function walkPalette(event: KeyboardEvent<HTMLElement>): void {
  const at = event.target as HTMLElement
  const search = event.currentTarget.querySelector<HTMLElement>('input')
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item]')]
  const row = at.closest('li')
  const own = row?.querySelector<HTMLElement>('[data-item]') ?? null
  const i = own === null ? -1 : items.indexOf(own)
  const steps: { readonly [key: string]: () => HTMLElement | null | undefined } = {
    ArrowDown: () => items[Math.min(i + 1, items.length - 1)],
    ArrowUp: () => (at === search ? undefined : (items[i - 1] ?? search)),
    ArrowRight: () => row?.querySelector<HTMLElement>('[data-star]'),
    ArrowLeft: () => own,
    Home: () => (at === search ? undefined : items[0]),
    End: () => (at === search ? undefined : items.at(-1)),
  }
  const next = steps[event.key]?.()
  if (next == null) return
  event.preventDefault()
  next.focus()
}
