/** What a command of the command line is. */
import type { ParseArgsConfig } from 'node:util'

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>
export type OptionValues = { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined }

/** Where a command prints to. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

/** 0 ok · 1 errors found, or models differ · 2 usage · 3 could not (file, device, disk). */
export type ExitCode = 0 | 1 | 2 | 3

export interface Command {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly options: OptionSpecs
  run(positional: readonly string[], options: OptionValues, output: Output): Promise<ExitCode>
}

/** A command line that cannot be understood; told with the command's usage. */
export class UsageError extends Error {}

/** The only positional argument. */
export function single(positional: readonly string[], what: string): string {
  if (positional.length !== 1)
    throw new UsageError(positional.length === 0 ? `${what} is missing` : `one ${what} is expected, got ${positional.length}`)
  return positional[0]!
}
