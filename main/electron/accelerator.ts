/** Keys of the interface as Electron's menus write them. */
import { commandKeys } from '../contract/command-keys'
import type { AppCommand, Settings } from '../contract/host'

/** The accelerator that a command's menu item shows: the keys the user chose, else the usual ones; undefined where it has none. */
export function acceleratorOf(command: AppCommand, { shortcuts }: Settings): string | undefined {
  const keys = shortcuts?.[command] ?? commandKeys[command][0]
  const parts = (keys ?? '').split(/\b\+/).map((part) => names[part] ?? part.replace(/^(Key|Digit)/, ''))
  const key = parts.at(-1)!
  // Electron throws at what it does not know, and the key works without the menu saying so.
  if (!/^([\w,.;'`=[\]\\/-]|F\d{1,2}|Plus|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete|Backspace|Return)$/.test(key))
    return undefined
  return [...parts.slice(0, -1), key.length === 1 ? key.toUpperCase() : key].join('+')
}

const names: Readonly<Record<string, string>> = {
  $mod: 'CommandOrControl',
  Meta: 'Super',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  '+': 'Plus',
}
