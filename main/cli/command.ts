/** What a command of the command line is. */
import type { InferenceStarter } from '../services/inference/process/inference-child'

/** An option: how it is written, and one line for people. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** How its value is written, such as `640|480,640`. */
  readonly value?: string
  readonly about: string
}

export type OptionSpecs = { readonly [name: string]: OptionSpec }
export type OptionValues = { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined }

/** Where a command prints to. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

/** What the program brings to its commands. */
export interface Tools {
  /** Starts the process that runs models. */
  readonly inference: InferenceStarter
}

/** 0 ok · 1 errors found, or models differ · 2 usage · 3 could not (file, device, disk). */
export type ExitCode = 0 | 1 | 2 | 3

export interface Command {
  readonly name: string
  /** What stands after the name, such as `MODEL --format F`. */
  readonly takes: string
  readonly summary: string
  readonly options: OptionSpecs
  /** Command lines to start from, without `graft`. */
  readonly examples: readonly string[]
  run(positional: readonly string[], options: OptionValues, output: Output, tools: Tools): Promise<ExitCode>
}

/** A command line that cannot be understood; told with the command's usage. */
export class UsageError extends Error {}

/** The only positional argument. */
export function single(positional: readonly string[], what: string): string {
  if (positional.length !== 1)
    throw new UsageError(positional.length === 0 ? `${what} is missing` : `one ${what} is expected, got ${positional.length}`)
  return positional[0]!
}

/** The text of an option. */
export function textOption(options: OptionValues, name: string): string | undefined {
  return options[name] as string | undefined
}
