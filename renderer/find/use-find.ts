import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import type { Find, FindState } from './find'

/** What is looked for in the model that is looked at. */
export function useFind(): { readonly find: Find; readonly state: FindState } {
  const find = useApp().finds.of(useSession())
  return { find, state: useStore(find) }
}

/** The rows that hold what is looked for. */
export function useMatches(): readonly number[] {
  const { find } = useFind()
  useSnapshot()
  return find.matches()
}
