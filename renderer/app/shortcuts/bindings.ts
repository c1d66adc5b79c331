/** Which keys mean which action: the usual ones, and those the user chose instead. */
import type { Settings } from '../../../main/contract/host'
import { type ActionId, actionIds, actions } from '../actions'
import { canonical } from './press'

type Chosen = NonNullable<Settings['shortcuts']>

/** The keys of an action. */
export function keysOf(id: ActionId, { shortcuts }: Settings): readonly string[] {
  const chosen = shortcuts?.[id]
  return chosen === undefined ? actions[id].keys : chosen === '' ? [] : [chosen]
}

export const isRebound = (id: ActionId, { shortcuts }: Settings): boolean => shortcuts?.[id] !== undefined

/** The action that has these keys already, other than `id`. */
export function ownerOf(keys: string, id: ActionId, settings: Settings): ActionId | undefined {
  const wanted = canonical(keys)
  return actionIds.find((other) => other !== id && keysOf(other, settings).some((each) => canonical(each) === wanted))
}

/** Gives keys to an action, and takes them from whoever has them. */
export function rebind(id: ActionId, keys: string, settings: Settings): Chosen {
  const owner = ownerOf(keys, id, settings)
  return { ...settings.shortcuts, ...(owner && without(owner, keys, settings)), [id]: keys }
}

/** Gives keys to an action, and its former ones to whoever has these. */
export function swap(id: ActionId, keys: string, settings: Settings): Chosen {
  const owner = ownerOf(keys, id, settings)
  const [former = ''] = keysOf(id, settings)
  return { ...settings.shortcuts, ...(owner && { [owner]: former }), [id]: keys }
}

/** No keys at all for an action. */
export const unbind = (id: ActionId, { shortcuts }: Settings): Chosen => ({ ...shortcuts, [id]: '' })

/** The usual keys again; another action that was given one of them in the meantime loses it. */
export function reset(id: ActionId, settings: Settings): Chosen {
  const { [id]: _, ...others } = settings.shortcuts ?? {}
  return actions[id].keys.reduce<Chosen>((chosen, keys) => {
    const owner = ownerOf(keys, id, { shortcuts: chosen })
    return owner === undefined ? chosen : { ...chosen, ...without(owner, keys, { shortcuts: chosen }) }
  }, others)
}

/** What is left of an action's keys: one of several may be kept, since the user chooses one. */
function without(owner: ActionId, keys: string, settings: Settings): Chosen {
  const rest = keysOf(owner, settings).filter((each) => canonical(each) !== canonical(keys))
  return { [owner]: rest[0] ?? '' }
}
