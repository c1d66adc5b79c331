/** The actions as lists show them: by category, found by name in any language, or by keys. */
import { useTranslation } from 'react-i18next'
import { type ActionCategory, type ActionId, actionIds, actions, categories } from '../actions'
import { languages } from '../i18n'

export interface Shelf {
  readonly category: ActionCategory
  readonly ids: readonly ActionId[]
}

/** The actions that match, those of a category together. `keysText` gives an action's keys as people read them. */
export function useListedActions(query: string, keysText: (id: ActionId) => string): readonly Shelf[] {
  const { i18n } = useTranslation()
  const wanted = query.trim().toLowerCase()
  const textsOf = (id: ActionId) => {
    const names = Object.keys(languages).flatMap((lng) => [
      i18n.t(`action.${id}`, { lng }),
      i18n.t(`actions.${actions[id].category}`, { lng }),
    ])
    return [...names, keysText(id)].join('\n').toLowerCase()
  }
  const found = wanted === '' ? actionIds : actionIds.filter((id) => textsOf(id).includes(wanted))
  return categories
    .map((category) => ({ category, ids: found.filter((id) => actions[id].category === category) }))
    .filter(({ ids }) => ids.length > 0)
}
