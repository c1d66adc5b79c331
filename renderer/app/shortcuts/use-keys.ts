import type { ActionId } from '../actions'
import { useApp, useStore } from '../use-app'
import { keysOf } from './bindings'
import { shortcutText } from './press'

/** The first keys of an action as people read them; undefined where it has none. */
export function useKeys(id: ActionId): string | undefined {
  const [keys] = keysOf(id, useStore(useApp().settings))
  return keys && shortcutText(keys)
}

/** What a button says under the pointer: what it does, and the keys that do the same. */
export function useTooltip(name: string, id: ActionId): string {
  const keys = useKeys(id)
  return keys === undefined ? name : `${name} (${keys})`
}
