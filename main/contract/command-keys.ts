/** The usual keys of what the desktop app's menu shows, for the menu and the window alike. */
import type { AppCommand } from './host'

/** As tinykeys writes them; the first is shown. What the user chose instead is in the settings, under the command's name. */
export const commandKeys: Readonly<Record<AppCommand, readonly string[]>> = {
  new: ['Alt+KeyN'],
  open: ['$mod+o'],
  save: ['$mod+s'],
  saveAs: ['$mod+Shift+s'],
  saveAll: ['$mod+Alt+KeyS'],
  export: ['$mod+e'],
  closeTab: ['Alt+KeyW'],
  undo: ['$mod+z'],
  redo: ['$mod+Shift+z', '$mod+y'],
  settings: ['$mod+,'],
}
