import type { Command, OptionSpec } from './command'

/** What `graft --help` prints. */
export function programHelp(commands: readonly Command[]): string {
  return [
    'usage: graft COMMAND [options]',
    '',
    ...columns(commands.map((c) => [c.name, c.summary])),
    '',
    'graft COMMAND --help tells a command’s options.',
    'MODEL is a YAML file, or a template’s name: yolov8x.yaml opens yolov8 at x.',
    'Exit status: 0 ok, 1 errors found, 2 wrong usage, 3 a file, device or disk failed.',
  ].join('\n')
}

/** What `graft COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  return [
    usageLine(command),
    '',
    command.summary,
    '',
    ...columns(Object.entries(command.options).map(([name, spec]) => [written(name, spec), spec.about])),
    '',
    ...command.examples.map((example) => `  graft ${example}`),
  ].join('\n')
}

/** The one line that reminds of how a command is written. */
export function usageLine({ name, takes }: Command): string {
  return `usage: graft ${name} ${[takes, '[options]'].filter((part) => part !== '').join(' ')}`
}

function written(name: string, { short, value }: OptionSpec): string {
  const names = [...(short === undefined ? [] : [`-${short}`]), `--${name}`].join(', ')
  return value === undefined ? names : `${names} ${value}`
}

function columns(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([first]) => first.length))
  return lines.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`)
}
