import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { runCommandLine } from '../run'

/** What a command line gave. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process. */
export async function graft(...args: string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(args, '1.2.3', { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** A folder of files for the tests of one file, gone after them. */
export function createFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'graft-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    path: (name: string) => join(folder, name),
    /** Writes a file and gives its path. */
    write: (name: string, contents: string | Uint8Array): string => {
      writeFileSync(join(folder, name), contents)
      return join(folder, name)
    },
  }
}

/** A model file of the given rows, a list of flow lists each. */
export function model(backbone: readonly string[], head: readonly string[] = ['[[-1], 1, Detect, [nc]]'], header = 'nc: 80\n'): string {
  const list = (rows: readonly string[]) => rows.map((row) => `  - ${row}\n`).join('')
  return `${header}backbone:\n${list(backbone)}head:\n${list(head)}`
}
