import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * The model files a command line names. A packaged app's first argument is the program, a checkout's second is the folder of the app; switches are
 * Electron's own.
 */
export function filesNamed(argv: readonly string[], from: string, isPackaged: boolean): string[] {
  return argv
    .slice(isPackaged ? 1 : 2)
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => resolve(from, arg))
    .filter((path) => existsSync(path))
}
