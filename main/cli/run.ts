import { parseArgs } from 'node:util'
import { HostError } from '../contract/host-error'
import { type Command, type ExitCode, type Output, UsageError } from './command'
import { block } from './commands/block'
import { blocks } from './commands/blocks'
import { check } from './commands/check'
import { exportCommand } from './commands/export'
import { info } from './commands/info'

/** Every command, in the order help lists them. */
export const commands: readonly Command[] = [info, check, exportCommand, block, blocks]

function help(): string {
  const width = Math.max(...commands.map((c) => c.name.length))
  return [
    'usage: graft COMMAND [options]',
    '',
    ...commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`),
    '',
    '  graft COMMAND --help tells a command’s options.',
  ].join('\n')
}

/** Runs one command line and returns its exit status. No error of the user or the system leaves a stack trace. */
export async function runCommandLine(args: readonly string[], version: string, output: Output): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === '--version') {
    output.out(version)
    return 0
  }
  if (name === undefined || name === '--help' || name === 'help') {
    output[name === undefined ? 'err' : 'out'](help())
    return name === undefined ? 2 : 0
  }
  const command = commands.find((c) => c.name === name)
  if (command === undefined) {
    output.err(`graft: there is no command ${name}\n\n${help()}`)
    return 2
  }
  return runCommand(command, rest, output)
}

async function runCommand(command: Command, args: readonly string[], output: Output): Promise<ExitCode> {
  try {
    const { values, positionals } = parse(command, args)
    if (values['help'] === true) {
      output.out(`usage: graft ${command.usage}\n\n${command.summary}`)
      return 0
    }
    return await command.run(positionals, values, output)
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`graft ${command.name}: ${error.message}\nusage: graft ${command.usage}`)
      return 2
    }
    if (error instanceof HostError) {
      output.err(`graft ${command.name}: ${error.message} ${error.cure}`)
      return 3
    }
    throw error
  }
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { ...command.options, help: { type: 'boolean' } }, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('\n')[0]!.replace(/\. To specify.*$/, '') : String(error))
  }
}
