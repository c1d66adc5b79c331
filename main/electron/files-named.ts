import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** The files a command line names: after the program, and in a checkout after the folder of the app. Switches are Electron's own. */
export function filesNamed(argv: readonly string[], from: string, isPackaged: boolean): string[] {
  return argv
    .slice(1)
    .filter((arg) => !arg.startsWith('-'))
    .slice(isPackaged ? 0 : 1)
    .map((arg) => resolve(from, arg))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}
