import { parseArgs } from 'node:util'
import { visible } from '../../graph-core/exporters/visible'
import { nearestName } from '../../graph-core/nearest'
import { HostError } from '../contract/host-error'
import { forkStarter } from '../services/inference/process/fork-starter'
import { type Command, type ExitCode, type OptionValues, type Output, type Tools, UsageError } from './command'
import { bench } from './commands/bench'
import { block } from './commands/block'
import { blocks } from './commands/blocks'
import { check } from './commands/check'
import { exportCommand } from './commands/export'
import { info } from './commands/info'
import { predict } from './commands/predict'
import { serve } from './commands/serve'
import { weights } from './commands/weights'
import { commandHelp, programHelp, usageLine } from './help'

/** Every command, in the order help lists them. */
export const commands: readonly Command[] = [info, check, exportCommand, block, blocks, weights, predict, bench, serve]

const find = (name: string | undefined) => commands.find((c) => c.name === name)

/** Runs one command line and returns its exit status. No error leaves a stack trace. */
export async function runCommandLine(
  args: readonly string[],
  version: string,
  output: Output,
  tools: Tools = { inference: forkStarter() },
): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === '--version' || name === '-v') {
    output.out(version)
    return 0
  }
  if (name === undefined) {
    output.err(programHelp(commands))
    return 2
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const asked = find(rest[0])
    output.out(asked === undefined ? programHelp(commands) : commandHelp(asked))
    return 0
  }
  const command = find(name)
  if (command === undefined) {
    const known = commands.map((c) => c.name)
    output.err(visible(`graft: there is no command ${name}; ${didYouMean(name, known) ?? `there are ${known.join(', ')}`}`))
    return 2
  }
  return runCommand(command, rest, output, tools)
}

async function runCommand(command: Command, args: readonly string[], output: Output, tools: Tools): Promise<ExitCode> {
  const say = (text: string) => output.err(visible(`graft ${command.name}: ${text}`))
  try {
    const { values, positionals } = parse(command, args)
    if (values['help'] === true) {
      output.out(commandHelp(command))
      return 0
    }
    return await command.run(positionals, values, output, tools)
  } catch (error) {
    if (error instanceof UsageError) {
      say(error.message)
      output.err(`${usageLine(command)}; graft ${command.name} --help lists them`)
      return 2
    }
    if (error instanceof HostError) say(`${error.message} ${error.cure}`)
    else say(`this is a mistake of Graft’s own, please report it with the command and its files: ${String(error)}`)
    return 3
  }
}

function parse(command: Command, args: readonly string[]): { values: OptionValues; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short, multiple }]) => [
      name,
      { type, multiple: multiple ?? false, ...(short === undefined ? {} : { short }) },
    ]),
  )
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    }) as { values: OptionValues; positionals: string[] }
    const empty = Object.entries(parsed.values).find(([, value]) => value === '')
    if (empty !== undefined) throw new UsageError(`--${empty[0]} needs a value`)
    return parsed
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(explain(error as Error & { code?: string }, command))
  }
}

/** Node's message in our words, with a cure. */
function explain({ code, message }: Error & { code?: string }, command: Command): string {
  const name = /'(?:-\w, )?(-[^' =]*)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const known = Object.keys(command.options)
    const hint = didYouMean(name.replace(/^-+/, ''), known, '--')
    return `there is no option ${name}${hint === undefined ? '' : `; ${hint}`}`
  }
  if (/does not take an argument/.test(message)) return `${name} takes no value`
  if (/ambiguous/.test(message)) return `${name} needs a value; one that begins with a dash is written ${name}=VALUE`
  if (/argument missing/.test(message)) return `${name} needs a value`
  return message.split('\n')[0]!
}

function didYouMean(name: string, known: readonly string[], prefix = ''): string | undefined {
  const nearest = nearestName(name, known)
  return nearest === undefined ? undefined : `did you mean ${prefix}${nearest}?`
}
