/** A value that changes, and whoever looks at it: what React's useSyncExternalStore reads. */
export interface Observable<T> {
  /** Told of every change until the function it returns is called. */
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => T
}

export interface Store<T> extends Observable<T> {
  readonly set: (value: T) => void
}

export function createStore<T>(first: T): Store<T> {
  const listeners = new Set<() => void>()
  let value = first
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => value,
    set(next) {
      value = next
      // A listener may stop listening, or set again, while it is told.
      for (const listener of [...listeners]) listener()
    },
  }
}
