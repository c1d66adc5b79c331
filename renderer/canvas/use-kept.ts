import isEqual from 'fast-deep-equal'
import { useState } from 'react'

/**
 * A function that gives the items it gave before wherever they are equal, and the same list where all are: React Flow draws again what is another
 * object, however equal. `key`: what an item is the same by.
 */
export function createKeeper<T>(key: (item: T, index: number) => unknown): (items: readonly T[]) => T[] {
  let kept: T[] = []
  let byKey = new Map<unknown, T>()
  return (items) => {
    const next = items.map((item, index) => {
      const before = byKey.get(key(item, index))
      return before !== undefined && isEqual(before, item) ? before : item
    })
    if (next.length === kept.length && next.every((item, index) => item === kept[index])) return kept
    byKey = new Map(next.map((item, index) => [key(item, index), item]))
    return (kept = next)
  }
}

const idOf = ({ id }: { readonly id: string }) => id

/** A keeper of things with ids, as long as the component lives. */
export const useKeeper = <T extends { readonly id: string }>() => useState(() => createKeeper<T>(idOf))[0]
