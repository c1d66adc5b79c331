/** What the command palette offers: something to do, by its name in any language. */
import type { TFunction } from 'i18next'
import type { ActionId } from '../app/actions'

/** What kind of thing a command is about; named under `commands.kind` in the locales. */
export const kinds = ['action', 'model', 'recent', 'recipe', 'template', 'row', 'scale', 'size', 'target', 'panel', 'look'] as const
export type CommandKind = (typeof kinds)[number]

export interface Command {
  /** The same from one day to the next: what was used last is remembered by it. */
  readonly id: string
  readonly kind: CommandKind
  readonly name: (t: TFunction) => string
  /** Stands beside the name, and is searched: a path, a summary. */
  readonly detail?: (language: string) => string
  /** The action whose keys do the same. */
  readonly action?: ActionId
  /** Holds already: the scale that is shown, the theme in use. */
  readonly isOn?: boolean
  readonly isEnabled?: boolean
  readonly run: () => unknown
}
